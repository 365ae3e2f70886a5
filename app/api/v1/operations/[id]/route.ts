import * as z from "zod";
import { route } from "@/lib/api/route";
import { getOperation } from "@/lib/lifecycle/operations/get-operation";
import { operationDto } from "@/lib/lifecycle/operations/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/operations/{id}",
  summary: "Get the progress of an operation you started",
  tag: "Operations",
  auth: "user",
  params: z.object({ id: z.uuid() }),
  response: operationDto,
  handler: ({ ctx, params: { id } }) => getOperation(ctx, id),
});
