import { createHash } from "node:crypto";
import { withSystem } from "@/lib/tenancy/with-system";

/** The account as it was before its first event. */
export async function forgetEverything(accountId: string): Promise<void> {
  await withSystem(async (tx) => {
    await tx.stripeEvent.deleteMany();
    await tx.outboxItem.deleteMany();
    await tx.subscription.deleteMany({ where: { accountId } });
    await tx.invoice.deleteMany({ where: { accountId } });
    await tx.usagePeriod.deleteMany({ where: { accountId } });
    await tx.accountEntitlement.deleteMany({ where: { accountId } });
    await tx.account.update({ where: { id: accountId }, data: { planKey: "free", billingState: "none" } });
  });
}

/** Everything that events decide, without our own ids and write times. */
export async function stateHash(accountId: string): Promise<string> {
  const state = await withSystem(async (tx) => ({
    account: await tx.account.findUnique({
      where: { id: accountId },
      select: { planKey: true, billingState: true },
    }),
    subscriptions: await tx.subscription.findMany({
      where: { accountId },
      omit: { id: true, updatedAt: true },
      orderBy: { stripeSubscriptionId: "asc" },
    }),
    invoices: await tx.invoice.findMany({
      where: { accountId },
      omit: { id: true, updatedAt: true },
      orderBy: { stripeInvoiceId: "asc" },
    }),
    entitlements: await tx.accountEntitlement.findMany({ where: { accountId }, orderBy: { feature: "asc" } }),
    tenants: await tx.tenant.findMany({ where: { accountId }, select: { status: true, planType: true } }),
    period: await tx.usagePeriod.findFirst({
      where: { accountId, startsAt: { lte: new Date() }, endsAt: { gt: new Date() } },
      select: { startsAt: true, endsAt: true, source: true },
    }),
  }));
  const text = JSON.stringify(state, (_key, value) => (typeof value === "bigint" ? String(value) : value));
  return createHash("sha256").update(text).digest("hex");
}

export async function mailsSent(): Promise<number> {
  return withSystem((tx) => tx.outboxItem.count({ where: { queue: "mail" } }));
}

/** Pairs of usage periods that overlap. */
export async function overlaps(accountId: string): Promise<number> {
  const rows = await withSystem(
    (tx) => tx.$queryRaw<{ n: bigint }[]>`select count(*) as n from platform.usage_periods a
      join platform.usage_periods b on a.account_id = b.account_id and a.id < b.id
      and a.starts_at < b.ends_at and b.starts_at < a.ends_at where a.account_id = ${accountId}::uuid`,
  );
  return Number(rows[0]?.n ?? 0);
}
