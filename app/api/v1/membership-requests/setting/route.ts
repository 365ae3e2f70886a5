import { getJoinSetting } from "@/lib/access/join-requests/get-join-setting";
import { joinSettingDto, joinSettingInput } from "@/lib/access/join-requests/schema";
import { setJoinSetting } from "@/lib/access/join-requests/set-join-setting";
import { route } from "@/lib/api/route";

const path = "/api/v1/membership-requests/setting";
const tag = "Invitations";

export const GET = route({
  method: "GET",
  path,
  summary: "Whether colleagues may ask to join",
  tag,
  auth: "tenant",
  permission: "members:invite",
  response: joinSettingDto,
  handler: ({ ctx }) => getJoinSetting(ctx),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Let colleagues with an address in a proved domain ask to join, or stop it",
  tag,
  auth: "tenant",
  permission: "security:update",
  body: joinSettingInput,
  response: joinSettingDto,
  handler: ({ ctx, body }) => setJoinSetting(ctx, body),
});
