import * as z from "zod";
import { route } from "@/lib/api/route";
import { answerReview } from "@/lib/lifecycle/approval/answer-review";
import { reviewMessageInput } from "@/lib/lifecycle/approval/schema";
import { operationDto } from "@/lib/lifecycle/operations/schema";

export const POST = route({
  method: "POST",
  path: "/api/v1/operations/{id}/messages",
  summary: "Answer a question about your request for a workspace",
  tag: "Operations",
  auth: "user",
  rate: { limit: 20, windowSeconds: 3600 },
  params: z.object({ id: z.uuid() }),
  body: reviewMessageInput,
  response: operationDto,
  status: 201,
  handler: ({ ctx, params, body }) => answerReview(ctx, params.id, body),
});
