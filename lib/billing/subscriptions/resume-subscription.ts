import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { stripeClient } from "@/lib/infra/stripe";
import { presentSubscription } from "../present-subscription";
import type { SubscriptionDto } from "../schema";
import { withBillingLock } from "../stripe/billing-lock";
import { callStripe } from "../stripe/call-stripe";
import { endsAt } from "../stripe/subscription-changes";
import { syncAccount } from "../stripe/sync-account";
import { getLive } from "./find-live";

/**
 * Takes back a cancellation while the paid period still runs.
 * @throws DomainError permission_denied, not_found, upstream_failed; ConflictError subscription_ended, not_cancelled
 */
export async function resumeSubscription(
  ctx: TenantContext,
  input: { id: string },
): Promise<SubscriptionDto> {
  ctx.authorize("billing:manage");
  const { id } = input;
  return withBillingLock(ctx.tenant.accountId, async (tx, account) => {
    const row = await getLive(tx, account.id, id);
    if (!endsAt(row)) {
      throw new ConflictError("This subscription is not set to end.", { reason: "not_cancelled" });
    }
    // The portal sets a date instead of the flag; each is taken back by its own field.
    const undo = row.cancelAtPeriodEnd
      ? ({ cancel_at_period_end: false } as const)
      : ({ cancel_at: "" } as const);
    await callStripe(() =>
      stripeClient().subscriptions.update(row.stripeSubscriptionId, {
        ...undo,
        cancellation_details: { feedback: "", comment: "" },
      }),
    );
    await syncAccount(tx, account);
    await recordEvent(tx, ctx, {
      action: "subscription.resume_requested",
      target: { type: "subscription", id, label: row.planType },
    });
    return presentSubscription(await tx.subscription.findUniqueOrThrow({ where: { id } }));
  });
}
