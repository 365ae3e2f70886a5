import { route } from "@/lib/api/route";
import { endSupportSessionOf } from "@/lib/back-office/support/end-support-session-of";
import { idParams } from "@/lib/core/id-params";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/admin/support-sessions/{id}",
  summary: "End a support session",
  tag: "Back-office",
  auth: "staff",
  params: idParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await endSupportSessionOf(ctx, params.id);
    return null;
  },
});
