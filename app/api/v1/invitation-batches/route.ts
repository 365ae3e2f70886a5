import { batchDto, batchInput } from "@/lib/access/invitations/batches/schema";
import { startBatch } from "@/lib/access/invitations/batches/start-batch";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/invitation-batches",
  summary: "Invite up to 500 people from CSV or pasted addresses; the worker sends them",
  tag: "Invitations",
  auth: "tenant",
  permission: "members:invite",
  body: batchInput,
  response: batchDto,
  status: 202,
  handler: ({ ctx, body }) => startBatch(ctx, body),
});
