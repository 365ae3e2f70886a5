import { previewBatch } from "@/lib/access/invitations/batches/preview-batch";
import { batchInput, batchPreview } from "@/lib/access/invitations/batches/schema";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/invitation-batches/preview",
  summary: "What would become of a list of people, row by row; nothing is sent",
  tag: "Invitations",
  auth: "tenant",
  permission: "members:invite",
  rate: { limit: 60, windowSeconds: 60 },
  body: batchInput,
  response: batchPreview,
  handler: ({ ctx, body }) => previewBatch(ctx, body),
});
