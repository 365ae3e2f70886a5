import { setConnectionStatus } from "@/lib/access/single-sign-on/connections/set-connection-status";
import { ssoConnectionDto, ssoStatusInput } from "@/lib/access/single-sign-on/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/sso-connections/{id}/status",
  summary: "Switch a connection on or off",
  tag: "Single sign-on",
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  params: idParams,
  body: ssoStatusInput,
  response: ssoConnectionDto,
  handler: ({ ctx, params, body }) => setConnectionStatus(ctx, params.id, body),
});
