import { listBatches } from "@/lib/access/invitations/batches/list-batches";
import { batchDto, batchInput, batchListQuery, batchPage } from "@/lib/access/invitations/batches/schema";
import { startBatch } from "@/lib/access/invitations/batches/start-batch";
import { route } from "@/lib/api/route";

const path = "/api/v1/invitation-batches";
const tag = "Invitations";

export const GET = route({
  method: "GET",
  path,
  summary: "Lists of invitations of the last 30 days, newest first; one that is being sent comes first",
  tag,
  auth: "tenant",
  permission: "members:invite",
  query: batchListQuery,
  response: batchPage,
  handler: ({ ctx, query }) => listBatches(ctx, query),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Invite up to 500 people from CSV or pasted addresses; the worker sends them",
  tag,
  auth: "tenant",
  permission: "members:invite",
  body: batchInput,
  response: batchDto,
  status: 202,
  handler: ({ ctx, body }) => startBatch(ctx, body),
});
