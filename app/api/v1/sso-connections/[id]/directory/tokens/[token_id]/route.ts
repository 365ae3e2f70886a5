import { scimTokenParams } from "@/lib/access/scim/schema";
import { revokeToken } from "@/lib/access/scim/tokens/revoke-token";
import { route } from "@/lib/api/route";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/sso-connections/{id}/directory/tokens/{token_id}",
  summary: "Revoke a token: its next call is refused",
  tag: "Directory sync",
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  params: scimTokenParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await revokeToken(ctx, params.id, params.token_id);
    return null;
  },
});
