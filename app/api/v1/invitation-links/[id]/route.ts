import * as z from "zod";
import { revokeLink } from "@/lib/access/invitations/links/revoke-link";
import { route } from "@/lib/api/route";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/invitation-links/{id}",
  summary: "Revoke a link; who joined with it stays",
  tag: "Invitations",
  auth: "tenant",
  permission: "members:invite",
  params: z.object({ id: z.uuid() }),
  response: null,
  handler: async ({ ctx, params }) => {
    await revokeLink(ctx, params.id);
    return null;
  },
});
