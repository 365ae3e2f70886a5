import { route } from "@/lib/api/route";
import { askApplicant } from "@/lib/back-office/approvals/ask-applicant";
import { approvalStateDto } from "@/lib/back-office/approvals/schema";
import { idParams } from "@/lib/core/id-params";
import { reviewMessageInput } from "@/lib/lifecycle/approval/schema";

export const POST = route({
  method: "POST",
  path: "/api/v1/admin/approvals/{id}/messages",
  summary: "Ask the applicant for information",
  tag: "Back-office",
  auth: "staff",
  params: idParams,
  body: reviewMessageInput,
  response: approvalStateDto,
  status: 201,
  handler: ({ ctx, params, body }) => askApplicant(ctx, params.id, body),
});
