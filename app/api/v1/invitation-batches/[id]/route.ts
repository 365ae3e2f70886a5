import * as z from "zod";
import { getBatch } from "@/lib/access/invitations/batches/get-batch";
import { batchDto } from "@/lib/access/invitations/batches/schema";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/invitation-batches/{id}",
  summary: "How far a list of invitations is, and what became of each row",
  tag: "Invitations",
  auth: "tenant",
  permission: "members:invite",
  params: z.object({ id: z.uuid() }),
  response: batchDto,
  handler: ({ ctx, params }) => getBatch(ctx, params.id),
});
