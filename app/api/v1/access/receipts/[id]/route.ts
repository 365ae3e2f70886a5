import { getReceipt } from "@/lib/access/receipts/get-receipt";
import { receiptDetailDto } from "@/lib/access/receipts/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const GET = route({
  method: "GET",
  path: "/api/v1/access/receipts/{id}",
  summary: "Why a call was refused, by the decision_id of its answer, and what would change it",
  tag: "Access",
  auth: "tenant",
  metered: false,
  params: idParams,
  response: receiptDetailDto,
  handler: ({ ctx, params }) => getReceipt(ctx, params.id),
});
