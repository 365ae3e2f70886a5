import { expect } from "vitest";
import { startCheckout } from "@/lib/billing/subscriptions/start-checkout";
import { syncCheckoutReturn } from "@/lib/billing/subscriptions/sync-checkout-return";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeContext } from "./make-context";
import { makeTenant, type TestTenant } from "./make-tenant";
import type { TestStripe } from "./start-stripe";

export type Customer = { tenant: TestTenant; context(): Promise<TenantContext> };

/** An account with one tenant, and its owner's context as it is at the moment. */
export async function makeCustomer(): Promise<Customer> {
  const tenant = await makeTenant();
  return { tenant, context: () => makeContext(tenant, tenant.owner) };
}

/** The Checkout session that a hosted page's address names. */
export const sessionOf = (url: string) => new URL(url).pathname.split("/").at(-1) ?? "";

/** Pays a first Checkout with a good card and syncs on return. */
export async function subscribe(
  stripe: TestStripe,
  customer: Customer,
  plan: "starter" | "professional" | "enterprise" = "starter",
  interval: "month" | "year" = "month",
) {
  const ctx = await customer.context();
  const { checkout_url } = await startCheckout(ctx, { plan, interval });
  expect(await stripe.pay(checkout_url)).toBe(200);
  const subscription = await syncCheckoutReturn(ctx, { sessionId: sessionOf(checkout_url) });
  if (!subscription) throw new Error("not subscribed");
  return subscription;
}

/** The actions of an account's platform events, oldest first. */
export async function accountActions(customer: Customer): Promise<string[]> {
  const rows = await withSystem((tx) =>
    tx.platformEvent.findMany({
      where: { accountId: customer.tenant.accountId },
      orderBy: { occurredAt: "asc" },
      select: { action: true },
    }),
  );
  return rows.map((row) => row.action);
}
