import { invalidRequest } from "./errors";

const TAX_AND_DISCOUNTS = ["automatic_tax", "discounts", "default_tax_rates"];
const CONNECT = ["on_behalf_of", "transfer_data", "application_fee_percent"];
const SUBSCRIPTION = [
  ...TAX_AND_DISCOUNTS,
  ...CONNECT,
  "add_invoice_items",
  "backdate_start_date",
  "billing_cycle_anchor_config",
  "billing_schedules",
  "billing_thresholds",
  "pending_invoice_item_interval",
];

/**
 * Parameters that Stripe has and that change amounts or dates, and that the simulator does not follow.
 * Taking them silently would show an application prices that Stripe would not ask.
 */
const UNSUPPORTED: Record<string, string[]> = {
  "POST /v1/subscriptions": SUBSCRIPTION,
  "POST /v1/subscriptions/:id": SUBSCRIPTION,
  "POST /v1/checkout/sessions": [
    "automatic_tax",
    "discounts",
    "optional_items",
    "shipping_options",
    "invoice_creation",
    "custom_fields",
  ],
  "POST /v1/invoices": [...TAX_AND_DISCOUNTS, "shipping_cost", "on_behalf_of", "transfer_data"],
  "POST /v1/invoices/create_preview": [
    "automatic_tax",
    "discounts",
    "invoice_items",
    "schedule",
    "schedule_details",
  ],
  "POST /v1/invoiceitems": ["discounts", "tax_rates"],
  "POST /v1/prices": ["tiers", "tiers_mode", "transform_quantity", "currency_options", "custom_unit_amount"],
};

/** @throws StripeError that names the parameter */
export function refuseUnsupported(route: string, params: Record<string, unknown>): void {
  const name = UNSUPPORTED[route]?.find((candidate) => isUsed(params[candidate]));
  if (name) throw invalidRequest(`The Stripe simulator does not support \`${name}\`.`, name);
}

function isUsed(value: unknown): boolean {
  if (value === undefined || value === "" || value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  return !(typeof value === "object" && "enabled" in value && value.enabled === false);
}
