import * as z from "zod";
import { cancelBatch } from "@/lib/access/invitations/batches/cancel-batch";
import { batchDto } from "@/lib/access/invitations/batches/schema";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/invitation-batches/{id}/cancellation",
  summary: "Stop a list of invitations that is being sent; who is invited already stays so",
  tag: "Invitations",
  auth: "tenant",
  permission: "members:invite",
  params: z.object({ id: z.uuid() }),
  response: batchDto,
  handler: ({ ctx, params }) => cancelBatch(ctx, params.id),
});
