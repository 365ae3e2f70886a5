import type Stripe from "stripe";
import { amountOf } from "../billing/amounts";
import { productName, toLine } from "../billing/invoice-lines";
import { computeTotals } from "../billing/invoices";
import { addInvoiceItem, lineOf } from "../billing/pending-lines";
import { invalidRequest, missingParameter } from "../http/errors";
import { page } from "../http/lists";
import { mergeMetadata } from "../http/metadata";
import { type Route, route } from "../http/router";
import type { Objects, Price, Wire } from "../state/wire";
import type { World } from "../state/world";
import { liveCustomer } from "./customers";

type Create = Wire<Stripe.InvoiceItemCreateParams>;
type InvoiceItem = Objects["invoiceitem"];

export const invoiceItemRoutes: Route[] = [
  route<Stripe.InvoiceItemCreateParams>("POST /v1/invoiceitems", createInvoiceItem),
  route<Stripe.InvoiceItemListParams>("GET /v1/invoiceitems", (world, params) => {
    const found = world.store
      .all("invoiceitem")
      .filter((item) => !params.customer || item.customer === params.customer)
      .filter((item) => !params.invoice || item.invoice === params.invoice)
      .filter((item) => params.pending === undefined || (item.invoice === null) === params.pending);
    return page(found, params, "/v1/invoiceitems");
  }),
  route("GET /v1/invoiceitems/:id", (world, _params, id) => world.store.get("invoiceitem", id)),
  route("DELETE /v1/invoiceitems/:id", (world, _params, id) => {
    const item = world.store.get("invoiceitem", id);
    const invoice = world.store.find("invoice", item.invoice);
    if (invoice && invoice.status !== "draft") throw notEditable();
    if (invoice) {
      const isOther = (line: Objects["line_item"]) => line.parent?.invoice_item_details?.invoice_item !== id;
      invoice.lines.data = invoice.lines.data.filter(isOther);
      computeTotals(invoice);
    }
    world.emit("invoiceitem.deleted", item);
    world.store.tables.invoiceitem.delete(id);
    return { id, object: "invoiceitem", deleted: true };
  }),
];

function createInvoiceItem(world: World, params: Create): InvoiceItem {
  if (!params.customer) throw missingParameter("customer");
  const customer = liveCustomer(world, params.customer, "customer");
  const price = params.pricing?.price
    ? world.store.get("price", params.pricing.price, "pricing[price]")
    : null;
  const invoice = params.invoice ? world.store.get("invoice", params.invoice, "invoice") : null;
  if (invoice && invoice.status !== "draft") throw notEditable();
  const now = world.now(customer.id);
  const { amount, currency, quantity } = priceOf(params, price);
  const item = addInvoiceItem(world, {
    customer: customer.id,
    currency,
    amount,
    description: params.description ?? (price ? productName(world, price) : null),
    quantity,
    period: params.period ?? { start: now, end: now },
    price,
    proration: false,
    subscription: params.subscription ? { id: params.subscription, item: null } : null,
    metadata: mergeMetadata(null, params.metadata),
  });
  if (!invoice) return item;
  item.invoice = invoice.id;
  invoice.lines.data.push(toLine(invoice, lineOf(world, item)));
  computeTotals(invoice);
  return item;
}

function priceOf(
  params: Create,
  price: Price | null,
): { amount: number; currency: string; quantity: number } {
  const quantity = params.quantity ?? 1;
  if (price) return { amount: amountOf(price, quantity), currency: price.currency, quantity };
  if (!params.currency) throw missingParameter("currency");
  const { price_data: data } = params;
  if (data) {
    const each = Number(data.unit_amount_decimal ?? data.unit_amount ?? 0);
    return { amount: Math.round(each * quantity), currency: data.currency, quantity };
  }
  if (params.amount === undefined) throw missingParameter("amount");
  return { amount: params.amount, currency: params.currency.toLowerCase(), quantity };
}

function notEditable() {
  return invalidRequest(
    "This invoice is no longer editable because it is finalized.",
    "invoice",
    "invoice_not_editable",
  );
}
