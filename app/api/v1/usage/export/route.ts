import * as z from "zod";
import { Reply, route } from "@/lib/api/route";
import { exportUsage } from "@/lib/usage/export-usage";
import { usageSeriesQuery } from "@/lib/usage/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/usage/export",
  summary: "Download one meter over time as CSV",
  tag: "Usage",
  auth: "tenant",
  permission: "usage:read",
  query: usageSeriesQuery,
  produces: "text/csv; charset=utf-8",
  response: z.string(),
  handler: async ({ ctx, query }) =>
    new Reply(await exportUsage(ctx, query), {
      headers: {
        "content-disposition": `attachment; filename="usage-${ctx.tenant.slug}-${query.meter}.csv"`,
      },
    }),
});
