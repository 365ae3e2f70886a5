import * as z from "zod";
import { exportBatch } from "@/lib/access/invitations/batches/export-batch";
import { Reply, route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/invitation-batches/{id}/results",
  summary: "Download what became of each row of a list as CSV",
  tag: "Invitations",
  auth: "tenant",
  permission: "members:invite",
  params: z.object({ id: z.uuid() }),
  produces: "text/csv; charset=utf-8",
  response: z.string(),
  handler: async ({ ctx, params }) =>
    new Reply(await exportBatch(ctx, params.id), {
      headers: { "content-disposition": `attachment; filename="invitations-${ctx.tenant.slug}.csv"` },
    }),
});
