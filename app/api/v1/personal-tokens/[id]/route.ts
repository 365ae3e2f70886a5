import { revokePersonalToken } from "@/lib/access/personal-tokens/revoke-personal-token";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/personal-tokens/{id}",
  summary: "Revoke one of the caller's own tokens; its next call is answered 401",
  tag: "Personal tokens",
  auth: "tenant",
  keys: false,
  params: idParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await revokePersonalToken(ctx, params.id);
    return null;
  },
});
