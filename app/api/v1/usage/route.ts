import { route } from "@/lib/api/route";
import { listUsage } from "@/lib/usage/list-usage";
import { recordUsage } from "@/lib/usage/record-usage";
import { usageListQuery, usagePage, usageRecordDto, usageRecordInput } from "@/lib/usage/schema";

const path = "/api/v1/usage";
const tag = "Usage";

export const GET = route({
  method: "GET",
  path,
  summary: "Read one meter over time, by UTC day or hour",
  tag,
  auth: "tenant",
  permission: "usage:read",
  query: usageListQuery,
  response: usagePage,
  handler: ({ ctx, query }) => listUsage(ctx, query),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Record up to 1,000 metered events; a repeated idempotency key counts 0",
  tag,
  auth: "tenant",
  permission: "usage:record",
  body: usageRecordInput,
  response: usageRecordDto,
  handler: ({ ctx, body }) => recordUsage(ctx, body),
});
