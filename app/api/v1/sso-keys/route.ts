import { listSsoKeys } from "@/lib/access/single-sign-on/keys/list-sso-keys";
import { renewSsoKey } from "@/lib/access/single-sign-on/keys/renew-sso-key";
import { ssoKeyList } from "@/lib/access/single-sign-on/keys/schema";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/sso-keys",
  summary: "The workspace's own SAML keys, the current one first",
  tag: "Single sign-on",
  auth: "tenant",
  permission: "sso:read",
  response: ssoKeyList,
  handler: ({ ctx }) => listSsoKeys(ctx),
});

export const POST = route({
  method: "POST",
  path: "/api/v1/sso-keys",
  summary: "Make the next SAML key and publish its certificate",
  tag: "Single sign-on",
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  rate: { limit: 10, windowSeconds: 3600 },
  response: ssoKeyList,
  status: 201,
  handler: ({ ctx }) => renewSsoKey(ctx),
});
