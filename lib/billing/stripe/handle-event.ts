import "server-only";
import { logger } from "@/lib/infra/logger";
import { withSystem } from "@/lib/tenancy/with-system";
import { withBillingLock } from "./billing-lock";
import { syncAccount } from "./sync-account";

export const STRIPE_EVENT_QUEUE = "stripe-event";

/**
 * Works off one event of the inbox. It is read as "something about this customer changed": the account is brought in
 * line with Stripe as it is now, so neither order nor repetition matters.
 * @throws whatever failed, after writing it beside the event: the job is retried and nothing is swallowed
 */
export async function handleStripeEvent({ eventId }: { eventId: string }): Promise<void> {
  const event = await withSystem((tx) => tx.stripeEvent.findUnique({ where: { id: eventId } }));
  if (!event || event.handledAt) return;
  try {
    const accountId = await accountOf(event.stripeCustomerId);
    if (accountId) await withBillingLock(accountId, (tx, account) => syncAccount(tx, account));
    else await markHandled(eventId);
  } catch (error) {
    logger.error({ error, eventId, type: event.type }, "stripe event failed");
    await recordFailure(eventId, error);
    throw error;
  }
}

/** An event without a customer, or of somebody who is no customer of ours, changes nothing here. */
async function accountOf(customerId: string | null): Promise<string | null> {
  if (!customerId) return null;
  const account = await withSystem((tx) =>
    tx.account.findUnique({ where: { stripeCustomerId: customerId }, select: { id: true } }),
  );
  return account?.id ?? null;
}

async function markHandled(eventId: string): Promise<void> {
  await withSystem((tx) =>
    tx.stripeEvent.update({ where: { id: eventId }, data: { handledAt: new Date(), lastError: null } }),
  );
}

async function recordFailure(eventId: string, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  await withSystem((tx) =>
    tx.stripeEvent.update({
      where: { id: eventId },
      data: { attempts: { increment: 1 }, lastError: message.slice(0, 1000) },
    }),
  );
}
