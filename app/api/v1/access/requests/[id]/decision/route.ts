import { decideAccessRequest } from "@/lib/access/receipts/requests/decide-access-request";
import { accessRequestDto, accessVerdict } from "@/lib/access/receipts/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/access/requests/{id}/decision",
  summary: "Grant a role, for good or until a time, or dismiss the request",
  tag: "Access",
  auth: "tenant",
  permission: "members:update",
  params: idParams,
  body: accessVerdict,
  response: accessRequestDto,
  handler: ({ ctx, params, body }) => decideAccessRequest(ctx, params.id, body),
});
