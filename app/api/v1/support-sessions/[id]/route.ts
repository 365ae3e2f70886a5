import { endSupportSessionHere } from "@/lib/access/support/end-support-session-here";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/support-sessions/{id}",
  summary: "End a support session in this workspace",
  tag: "Support access",
  auth: "tenant",
  permission: "support:manage",
  params: idParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await endSupportSessionHere(ctx, params.id);
    return null;
  },
});
