import { requestAccess } from "@/lib/access/receipts/requests/request-access";
import { accessRequestDto, accessWish } from "@/lib/access/receipts/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/access/receipts/{id}/requests",
  summary: "Ask the admins, or who pays, for what was missing",
  tag: "Access",
  auth: "tenant",
  keys: false,
  params: idParams,
  body: accessWish,
  response: accessRequestDto,
  status: 201,
  handler: ({ ctx, params, body }) => requestAccess(ctx, params.id, body),
});
