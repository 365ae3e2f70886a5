import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { presentSubscription } from "../present-subscription";
import type { SubscriptionDto } from "../schema";
import { withBillingLock } from "../stripe/billing-lock";
import { syncAccount } from "../stripe/sync-account";
import { findLive } from "./find-live";

/**
 * Shows the plan as soon as the person is back from Checkout: asks Stripe at once instead of waiting for a webhook.
 * Null while the payment is not through.
 * @throws DomainError permission_denied, upstream_failed; NotFoundError for a session that is not this account's
 */
export async function syncCheckoutReturn(
  ctx: TenantContext,
  input: { sessionId: string },
): Promise<SubscriptionDto | null> {
  ctx.authorize("billing:read");
  return withBillingLock(ctx.tenant.accountId, async (tx, account) => {
    const checkout = await tx.checkoutSession.findFirst({
      where: { accountId: account.id, stripeSessionId: input.sessionId },
    });
    if (!checkout) throw new NotFoundError("checkout");
    await syncAccount(tx, account);
    const live = await findLive(tx, account.id);
    return live ? presentSubscription(live) : null;
  });
}
