import type Stripe from "stripe";

/**
 * A stripe-node type as it travels: decimals are strings, and what can be expanded is the id.
 * stripe-node declares expandable fields as `string | Customer | …`, so `string` decides.
 */
export type Wire<T> =
  string extends Extract<T, string> ? Extract<T, string | null | undefined> : WireValue<T>;

type WireValue<T> = T extends Stripe.Decimal
  ? string
  : T extends readonly (infer Element)[]
    ? Wire<Element>[]
    : T extends object
      ? { [Key in keyof T]: Wire<T[Key]> }
      : T;

/** Every kind of object the simulator keeps, by its `object` value. */
export type Objects = {
  customer: Wire<Stripe.Customer>;
  product: Wire<Stripe.Product>;
  price: Wire<Stripe.Price>;
  plan: Wire<Stripe.Plan>;
  payment_method: Wire<Stripe.PaymentMethod>;
  payment_intent: Wire<Stripe.PaymentIntent>;
  setup_intent: Wire<Stripe.SetupIntent>;
  subscription: Wire<Stripe.Subscription>;
  subscription_item: Wire<Stripe.SubscriptionItem>;
  invoice: Wire<Stripe.Invoice>;
  invoiceitem: Wire<Stripe.InvoiceItem>;
  line_item: Wire<Stripe.InvoiceLineItem>;
  invoice_payment: Wire<Stripe.InvoicePayment>;
  item: Wire<Stripe.LineItem>;
  refund: Wire<Stripe.Refund>;
  credit_note: Wire<Stripe.CreditNote>;
  tax_id: Wire<Stripe.TaxId>;
  "checkout.session": Wire<Stripe.Checkout.Session>;
  "billing_portal.session": Wire<Stripe.BillingPortal.Session>;
  "billing_portal.configuration": Wire<Stripe.BillingPortal.Configuration>;
  "billing.meter": Wire<Stripe.Billing.Meter>;
  "billing.meter_event": Wire<Stripe.Billing.MeterEvent>;
  "billing.meter_event_summary": Wire<Stripe.Billing.MeterEventSummary>;
  "test_helpers.test_clock": Wire<Stripe.TestHelpers.TestClock>;
  webhook_endpoint: Wire<Stripe.WebhookEndpoint>;
  event: Wire<Stripe.EventBase>;
};

export type ObjectName = keyof Objects;
export type Customer = Objects["customer"];
export type Price = Objects["price"];
export type Invoice = Objects["invoice"];
export type InvoiceLine = Objects["line_item"];
export type Subscription = Objects["subscription"];
export type SubscriptionItem = Objects["subscription_item"];
export type PaymentMethod = Objects["payment_method"];
export type CheckoutSession = Objects["checkout.session"];
export type StripeEvent = Objects["event"];

/** A page of objects, Stripe's `list`. */
export type List<T> = { object: "list"; data: T[]; has_more: boolean; url: string };

/** Anything a route may answer with. */
export type Answer = { object?: string; [key: string]: unknown };
