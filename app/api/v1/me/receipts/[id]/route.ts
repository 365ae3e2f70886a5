import { getOwnReceipt } from "@/lib/access/receipts/own/get-own-receipt";
import { receiptDetailDto } from "@/lib/access/receipts/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const GET = route({
  method: "GET",
  path: "/api/v1/me/receipts/{id}",
  summary: "Why you were refused outside a workspace, by the decision_id of the answer",
  tag: "Me",
  auth: "user",
  keys: false,
  params: idParams,
  response: receiptDetailDto,
  handler: ({ ctx, params }) => getOwnReceipt(ctx, params.id),
});
