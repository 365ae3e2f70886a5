import { listOwnReceipts } from "@/lib/access/receipts/own/list-own-receipts";
import { receiptListQuery, receiptPage } from "@/lib/access/receipts/schema";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/me/receipts",
  summary: "What you were refused outside a workspace, newest first",
  tag: "Me",
  auth: "user",
  keys: false,
  query: receiptListQuery,
  response: receiptPage,
  handler: ({ ctx, query }) => listOwnReceipts(ctx, query),
});
