import "server-only";
import type * as z from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { LIVE_STATUSES } from "@/lib/entitlements/recompute-entitlements";
import type { CheckoutSession } from "@/lib/infra/prisma/generated/client";
import { stripeClient } from "@/lib/infra/stripe";
import { tenantUrl } from "@/lib/tenancy/hosts";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { ensureStripeCustomer } from "../ensure-stripe-customer";
import { type checkoutDto, planTerms } from "../schema";
import { withBillingLock } from "../stripe/billing-lock";
import { callStripe } from "../stripe/call-stripe";
import { syncAccount } from "../stripe/sync-account";
import { actingUser } from "./acting-user";
import { findLive } from "./find-live";
import { stripePriceId } from "./stripe-price-id";

/**
 * Opens a hosted Checkout for a first subscription. One is open at a time: an older one is expired.
 * @throws DomainError permission_denied, validation_failed, upstream_failed; ConflictError subscription_exists
 */
export async function startCheckout(
  ctx: TenantContext,
  input: z.input<typeof planTerms>,
): Promise<z.input<typeof checkoutDto>> {
  ctx.authorize("billing:manage");
  const terms = planTerms.parse(input);
  const { accountId } = ctx.tenant;
  const [customer, price] = [await ensureStripeCustomer(accountId), await stripePriceId(terms)];
  // The verdict leaves the transaction as a value: throwing inside would roll back the fresh mirror.
  const url = await withBillingLock(accountId, async (tx, account) => {
    await expireOpen(tx, accountId);
    if (await isSubscribed(customer)) {
      await syncAccount(tx, account);
      if (await findLive(tx, accountId)) return null;
    }
    const id = newId();
    const session = await createSession(ctx, { id, customer, price, ...terms });
    await tx.checkoutSession.create({
      data: {
        id,
        accountId,
        tenantId: ctx.tenant.id,
        stripeSessionId: session.id,
        planKey: terms.plan,
        billingInterval: terms.interval,
        url: session.url,
        createdBy: actingUser(ctx.actor),
      },
    });
    await recordEvent(tx, ctx, {
      action: "checkout.started",
      target: { type: "checkout", id, label: terms.plan },
      after: terms,
    });
    return session.url;
  });
  if (url) return { checkout_url: url };
  throw new ConflictError("There is a subscription already. Change its plan instead.", {
    reason: "subscription_exists",
  });
}

async function isSubscribed(customer: string): Promise<boolean> {
  const found = await callStripe(() => stripeClient().subscriptions.list({ customer, limit: 10 }));
  return found.data.some((subscription) => LIVE_STATUSES.includes(subscription.status));
}

type Wanted = z.output<typeof planTerms> & { id: string; customer: string; price: string };

async function createSession(ctx: TenantContext, wanted: Wanted) {
  const metadata = { account_id: ctx.tenant.accountId, tenant_id: ctx.tenant.id };
  const back = (path: string) => tenantUrl(ctx.tenant.slug, path);
  return callStripe(() =>
    stripeClient().checkout.sessions.create(
      {
        mode: "subscription",
        customer: wanted.customer,
        client_reference_id: wanted.id,
        line_items: [{ price: wanted.price, quantity: 1 }],
        success_url: back("/billing/success?session_id={CHECKOUT_SESSION_ID}"),
        cancel_url: back(`/billing/cancelled?plan=${wanted.plan}&interval=${wanted.interval}`),
        locale: ctx.tenant.locale,
        metadata,
        subscription_data: { metadata },
      },
      { idempotencyKey: `checkout:${wanted.id}` },
    ),
  );
}

/** A Checkout that nobody finished must not be payable beside the new one. */
async function expireOpen(tx: SystemTx, accountId: string): Promise<void> {
  const open = await tx.checkoutSession.findMany({ where: { accountId, status: "open" } });
  for (const row of open) {
    await tx.checkoutSession.update({
      where: { id: row.id },
      data: { status: await closeAtStripe(row), url: null },
    });
  }
}

/** Expires it, or learns that it was paid or had expired in the meantime. */
async function closeAtStripe({ stripeSessionId }: CheckoutSession): Promise<"complete" | "expired"> {
  if (!stripeSessionId) return "expired";
  return callStripe(async () => {
    const session = await stripeClient().checkout.sessions.retrieve(stripeSessionId);
    if (session.status !== "open") return session.status === "complete" ? "complete" : "expired";
    await stripeClient().checkout.sessions.expire(stripeSessionId);
    return "expired";
  });
}
