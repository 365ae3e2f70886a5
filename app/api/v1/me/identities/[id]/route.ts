import { route } from "@/lib/api/route";
import { removeIdentity } from "@/lib/auth/identities/remove-identity";
import { identityParams } from "@/lib/auth/identities/schema";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/me/identities/{id}",
  summary: "Disconnect a provider",
  tag: "Me",
  auth: "user",
  keys: false,
  params: identityParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await removeIdentity(ctx, params);
    return null;
  },
});
