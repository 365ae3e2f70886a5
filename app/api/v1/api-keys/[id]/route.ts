import { revokeApiKey } from "@/lib/access/api-keys/revoke-api-key";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/api-keys/{id}",
  summary: "Revoke an API key; its next call is answered 401",
  tag: "API keys",
  auth: "tenant",
  permission: "api_keys:revoke",
  params: idParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await revokeApiKey(ctx, params.id);
    return null;
  },
});
