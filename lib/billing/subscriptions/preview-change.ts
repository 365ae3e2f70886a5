import "server-only";
import type Stripe from "stripe";
import type * as z from "zod";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, DomainError } from "@/lib/core/errors";
import { CURRENCY, isPlanKey, PLANS } from "@/lib/entitlements/catalogue";
import { compareGrants } from "@/lib/entitlements/compare-grants";
import type { Subscription } from "@/lib/infra/prisma/generated/client";
import { stripeClient } from "@/lib/infra/stripe";
import { withSystem } from "@/lib/tenancy/with-system";
import { type PreviewDto, planTerms } from "../schema";
import { callStripe } from "../stripe/call-stripe";
import { findLive } from "./find-live";
import { kindOfChange } from "./plan-change";
import { stripePriceId } from "./stripe-price-id";

type Terms = z.output<typeof planTerms>;

/**
 * What a change of plan would cost and bring, before anybody confirms it. For an existing subscription the figures
 * are Stripe's own.
 * @throws DomainError permission_denied, upstream_failed; ConflictError as changeSubscription()
 */
export async function previewChange(
  ctx: TenantContext,
  input: z.input<typeof planTerms>,
): Promise<PreviewDto> {
  ctx.authorize("billing:read");
  const terms = planTerms.parse(input);
  const live = await withSystem((tx) => findLive(tx, ctx.tenant.accountId));
  const present = live && isPlanKey(live.planType) ? live.planType : "free";
  const limits = compareGrants(present, terms.plan);
  if (!live) return { ...terms, ...firstCharge(terms), limits };
  const kind = kindOfChange(live, terms);
  if (kind === "withdraw") {
    throw new ConflictError("This is the present plan.", { reason: "unchanged" });
  }
  const price = await stripePriceId(terms);
  const charge = kind === "now" ? await chargeNow(live, price, terms) : chargeLater(live, terms);
  return { ...terms, ...charge, limits };
}

type Charge = Omit<PreviewDto, "plan" | "interval" | "limits">;

const money = (amount: number) => ({ amount, currency: CURRENCY });
const priceOf = ({ plan, interval }: Terms) => PLANS[plan].price?.[interval] ?? 0;

function firstCharge(terms: Terms): Charge {
  const amount = priceOf(terms);
  return {
    kind: "checkout",
    effective_at: new Date().toISOString(),
    due_now: money(amount),
    lines: [{ description: `Atrium ${PLANS[terms.plan].name}`, amount }],
    next_charge: { ...money(amount), at: null },
    proration_date: null,
  };
}

function chargeLater(live: Subscription, terms: Terms): Charge {
  const at = live.currentPeriodEnd ?? new Date();
  return {
    kind: "period_end",
    effective_at: at.toISOString(),
    due_now: money(0),
    lines: [],
    next_charge: { ...money(priceOf(terms)), at: at.toISOString() },
    proration_date: null,
  };
}

async function chargeNow(live: Subscription, price: string, terms: Terms): Promise<Charge> {
  const prorationDate = Math.floor(Date.now() / 1000);
  const invoice = await callStripe(async () => {
    const subscription = await stripeClient().subscriptions.retrieve(live.stripeSubscriptionId);
    const item = subscription.items.data[0];
    if (!item) throw new DomainError("upstream_failed", "The subscription has no item.");
    return stripeClient().invoices.createPreview({
      subscription: subscription.id,
      subscription_details: {
        items: [{ id: item.id, price }],
        proration_behavior: "always_invoice",
        proration_date: prorationDate,
      },
    });
  });
  return {
    kind: "now",
    effective_at: new Date(prorationDate * 1000).toISOString(),
    due_now: { amount: amountNow(invoice), currency: invoice.currency },
    lines: invoice.lines.data.map((line) => ({ description: line.description ?? "", amount: line.amount })),
    next_charge: { ...money(priceOf(terms)), at: nextCharge(live, terms) },
    proration_date: prorationDate,
  };
}

/** A negative total is credit for the next invoices, not money that goes back. */
function amountNow(invoice: Stripe.Invoice): number {
  return invoice.total < 0 ? invoice.total : invoice.amount_due;
}

/** The same interval keeps its period; another one starts a new period today, whose end only Stripe knows. */
function nextCharge(live: Subscription, terms: Terms): string | null {
  return live.billingInterval === terms.interval ? (live.currentPeriodEnd?.toISOString() ?? null) : null;
}
