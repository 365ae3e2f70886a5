import { route } from "@/lib/api/route";
import { approvalStateDto, snoozeInput } from "@/lib/back-office/approvals/schema";
import { snoozeApproval } from "@/lib/back-office/approvals/snooze-approval";
import { idParams } from "@/lib/core/id-params";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/admin/approvals/{id}/snooze",
  summary: "Put a request off until a moment, or bring it back",
  tag: "Back-office",
  auth: "staff",
  params: idParams,
  body: snoozeInput,
  response: approvalStateDto,
  handler: ({ ctx, params, body }) => snoozeApproval(ctx, params.id, body),
});
