import { route } from "@/lib/api/route";
import { getPlatformSettings } from "@/lib/back-office/settings/get-platform-settings";
import { platformSettingsDto, platformSettingsInput } from "@/lib/back-office/settings/schema";
import { updatePlatformSettings } from "@/lib/back-office/settings/update-platform-settings";

const path = "/api/v1/admin/settings";
const tag = "Back-office";

export const GET = route({
  method: "GET",
  path,
  summary: "Get the installation's settings",
  tag,
  auth: "staff",
  response: platformSettingsDto,
  handler: ({ ctx }) => getPlatformSettings(ctx),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Change the installation's settings",
  tag,
  auth: "staff",
  body: platformSettingsInput,
  response: platformSettingsDto,
  handler: ({ ctx, body }) => updatePlatformSettings(ctx, body),
});
