import { revokeInvitation } from "@/lib/access/invitations/revoke-invitation";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/invitations/{id}",
  summary: "Revoke an invitation",
  tag: "Invitations",
  auth: "tenant",
  permission: "members:invite",
  params: idParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await revokeInvitation(ctx, params.id);
    return null;
  },
});
