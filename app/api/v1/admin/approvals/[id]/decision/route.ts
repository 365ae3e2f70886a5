import { route } from "@/lib/api/route";
import { decideApproval } from "@/lib/back-office/approvals/decide-approval";
import { approvalStateDto, decisionInput } from "@/lib/back-office/approvals/schema";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/admin/approvals/{id}/decision",
  summary: "Approve or reject a request for a workspace",
  tag: "Back-office",
  auth: "staff",
  params: idParams,
  body: decisionInput,
  response: approvalStateDto,
  status: 201,
  handler: ({ ctx, params, body }) => decideApproval(ctx, params.id, body),
});
