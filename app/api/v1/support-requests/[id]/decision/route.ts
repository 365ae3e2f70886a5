import { decideSupportRequest } from "@/lib/access/support/requests/decide-support-request";
import { supportDecision, supportRequestDto } from "@/lib/access/support/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/support-requests/{id}/decision",
  summary: "Agree to a support session, or decline it",
  tag: "Support access",
  auth: "tenant",
  permission: "support:manage",
  keys: false,
  params: idParams,
  body: supportDecision,
  response: supportRequestDto,
  handler: ({ ctx, params, body }) => decideSupportRequest(ctx, params.id, body),
});
