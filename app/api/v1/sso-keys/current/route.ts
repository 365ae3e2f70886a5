import { ssoKeyList, ssoKeySwitch } from "@/lib/access/single-sign-on/keys/schema";
import { switchSsoKey } from "@/lib/access/single-sign-on/keys/switch-sso-key";
import { route } from "@/lib/api/route";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/sso-keys/current",
  summary: "Use the next SAML key from now on",
  tag: "Single sign-on",
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  body: ssoKeySwitch,
  response: ssoKeyList,
  handler: ({ ctx, body }) => switchSsoKey(ctx, body),
});
