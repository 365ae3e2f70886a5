import { route } from "@/lib/api/route";
import { listInvoices } from "@/lib/billing/invoices/list-invoices";
import { invoicePage, invoiceQuery } from "@/lib/billing/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/billing/invoices",
  summary: "List the account's invoices",
  tag: "Billing",
  auth: "tenant",
  permission: "billing:read",
  metered: false,
  query: invoiceQuery,
  response: invoicePage,
  handler: ({ ctx, query }) => listInvoices(ctx, query),
});
