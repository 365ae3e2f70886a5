import "server-only";
import { NotFoundError } from "@/lib/core/errors";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";

export type LockedAccount = {
  id: string;
  stripeCustomerId: string | null;
  planKey: string;
  billingState: string;
  billingEmail: string | null;
};

/**
 * Runs `work` in one transaction that alone may change this account's billing: calls to Stripe, mirror and
 * entitlements cannot interleave with another event or click. Whatever is read from Stripe inside is current.
 * @throws NotFoundError when there is no such account
 */
export async function withBillingLock<T>(
  accountId: string,
  work: (tx: SystemTx, account: LockedAccount) => Promise<T>,
): Promise<T> {
  return withSystem(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`billing:${accountId}`}, 0))::text`;
    const account = await tx.account.findUnique({
      where: { id: accountId },
      select: { id: true, stripeCustomerId: true, planKey: true, billingState: true, billingEmail: true },
    });
    if (!account) throw new NotFoundError("account");
    return work(tx, account);
  });
}
