import { route } from "@/lib/api/route";
import { listQuery } from "@/lib/core/list-query";
import { listExports } from "@/lib/lifecycle/exports/list-exports";
import { requestExport } from "@/lib/lifecycle/exports/request-export";
import { exportDto, exportPage } from "@/lib/lifecycle/exports/schema";

const path = "/api/v1/exports";
const tag = "Exports";

export const GET = route({
  method: "GET",
  path,
  summary: "List exports of this workspace's data",
  tag,
  auth: "tenant",
  permission: "data:export",
  metered: false,
  query: listQuery,
  response: exportPage,
  handler: ({ ctx, query }) => listExports(ctx, query),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Export everything this workspace holds",
  tag,
  auth: "tenant",
  permission: "data:export",
  metered: false,
  rate: { limit: 10, windowSeconds: 3600 },
  response: exportDto,
  status: 202,
  handler: ({ ctx }) => requestExport(ctx),
});
