import { listReceipts } from "@/lib/access/receipts/list-receipts";
import { receiptListQuery, receiptPage } from "@/lib/access/receipts/schema";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/access/receipts",
  summary: "Why your own calls were refused, newest first",
  tag: "Access",
  auth: "tenant",
  metered: false,
  query: receiptListQuery,
  response: receiptPage,
  handler: ({ ctx, query }) => listReceipts(ctx, query),
});
