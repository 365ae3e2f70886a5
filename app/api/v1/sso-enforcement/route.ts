import { getEnforcement } from "@/lib/access/single-sign-on/enforcement/get-enforcement";
import { setEnforcement } from "@/lib/access/single-sign-on/enforcement/set-enforcement";
import { ssoEnforcementDto, ssoEnforcementInput } from "@/lib/access/single-sign-on/schema";
import { route } from "@/lib/api/route";

const path = "/api/v1/sso-enforcement";
const tag = "Single sign-on";

export const GET = route({
  method: "GET",
  path,
  summary: "Whether single sign-on is required, and who may do without it",
  tag,
  auth: "tenant",
  permission: "sso:read",
  response: ssoEnforcementDto,
  handler: ({ ctx }) => getEnforcement(ctx),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Require single sign-on of everybody but the break-glass owner",
  tag,
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  body: ssoEnforcementInput,
  response: ssoEnforcementDto,
  handler: ({ ctx, body }) => setEnforcement(ctx, body),
});
