import * as z from "zod";
import { decideMembershipRequest } from "@/lib/access/join-requests/decide-membership-request";
import { membershipRequestDto, membershipVerdict } from "@/lib/access/join-requests/schema";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/membership-requests/{id}/decision",
  summary: "Let a person in with a role, or decline",
  tag: "Invitations",
  auth: "tenant",
  permission: "members:invite",
  params: z.object({ id: z.uuid() }),
  body: membershipVerdict,
  response: membershipRequestDto,
  handler: ({ ctx, params, body }) => decideMembershipRequest(ctx, params.id, body),
});
