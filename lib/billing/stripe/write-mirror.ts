import "server-only";
import { isDeepStrictEqual } from "node:util";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { LIVE_STATUSES } from "@/lib/entitlements/recompute-entitlements";
import type { Subscription } from "@/lib/infra/prisma/generated/client";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { mailBillingContacts } from "../mail-billing-contacts";
import { STRIPE_REQUEST } from "../stripe-actor";
import type { CustomerState, MirroredInvoice, MirroredSubscription } from "./fetch-customer";
import { changesOf } from "./subscription-changes";

/** Makes our rows equal to Stripe's objects, telling what changed. Returns how many rows differed. */
export async function writeMirror(tx: SystemTx, accountId: string, state: CustomerState): Promise<number> {
  // Ended ones first: at most one live subscription an account may exist at any statement.
  const isLive = (subscription: MirroredSubscription) => LIVE_STATUSES.includes(subscription.status);
  const ordered = [...state.subscriptions].sort((a, b) => Number(isLive(a)) - Number(isLive(b)));
  const [subscriptions, invoices] = [
    await tx.subscription.findMany({ where: { accountId } }),
    await tx.invoice.findMany({ where: { accountId } }),
  ];
  let differed = 0;
  for (const subscription of ordered) {
    const before = subscriptions.find(
      (row) => row.stripeSubscriptionId === subscription.stripeSubscriptionId,
    );
    differed += await writeSubscription(tx, accountId, before ?? null, subscription);
  }
  for (const invoice of state.invoices) {
    const before = invoices.find((row) => row.stripeInvoiceId === invoice.stripeInvoiceId);
    if (!before || !isSame(before, invoice)) differed += await writeInvoice(tx, accountId, invoice);
  }
  return differed;
}

async function writeSubscription(
  tx: SystemTx,
  accountId: string,
  before: Subscription | null,
  subscription: MirroredSubscription,
): Promise<number> {
  const { stripeSubscriptionId, tenantId: wanted, ...fields } = subscription;
  if (before && isSame(before, fields)) return 0;
  if (before) {
    await tx.subscription.update({ where: { stripeSubscriptionId }, data: fields });
  } else {
    const tenant = wanted ? await tx.tenant.findFirst({ where: { id: wanted, accountId } }) : null;
    await tx.subscription.create({
      data: { accountId, tenantId: tenant?.id ?? null, stripeSubscriptionId, ...fields },
    });
  }
  await announce(tx, accountId, before, subscription);
  return 1;
}

async function announce(
  tx: SystemTx,
  accountId: string,
  before: Subscription | null,
  after: MirroredSubscription,
): Promise<void> {
  for (const change of changesOf(before, after)) {
    await recordPlatformEvent(tx, STRIPE_REQUEST, {
      action: change.action,
      accountId,
      target: { type: "subscription", id: after.stripeSubscriptionId, label: after.planType },
      ...(change.before && { before: change.before }),
      ...(change.after && { after: change.after }),
    });
    if (change.mail) await mailBillingContacts(tx, accountId, change.mail);
  }
}

async function writeInvoice(tx: SystemTx, accountId: string, invoice: MirroredInvoice): Promise<number> {
  const { stripeInvoiceId, ...fields } = invoice;
  await tx.invoice.upsert({
    where: { stripeInvoiceId },
    create: { accountId, stripeInvoiceId, ...fields },
    update: fields,
  });
  return 1;
}

/** True when the row already holds every field. */
function isSame(row: object, fields: object): boolean {
  const present = new Map<string, unknown>(Object.entries(row));
  return Object.entries(fields).every(([name, value]) => isDeepStrictEqual(present.get(name), value));
}
