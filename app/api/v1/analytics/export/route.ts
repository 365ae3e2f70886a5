import * as z from "zod";
import { Reply, route } from "@/lib/api/route";
import { exportAnalytics } from "@/lib/usage/analytics/export-analytics";
import { exportQuery } from "@/lib/usage/analytics/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/analytics/export",
  summary: "Download one analytics report as CSV",
  tag: "Analytics",
  auth: "tenant",
  permission: "usage:read",
  query: exportQuery,
  produces: "text/csv; charset=utf-8",
  response: z.string(),
  handler: async ({ ctx, query }) =>
    new Reply(await exportAnalytics(ctx, query), {
      headers: {
        "content-disposition": `attachment; filename="analytics-${ctx.tenant.slug}-${query.report}-${query.range}.csv"`,
      },
    }),
});
