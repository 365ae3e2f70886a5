import "server-only";
import type * as z from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { stripeClient } from "@/lib/infra/stripe";
import { presentSubscription } from "../present-subscription";
import { cancelInput, type SubscriptionDto } from "../schema";
import { withBillingLock } from "../stripe/billing-lock";
import { callStripe } from "../stripe/call-stripe";
import { endsAt } from "../stripe/subscription-changes";
import { syncAccount } from "../stripe/sync-account";
import { getLive } from "./find-live";

/**
 * Ends a subscription with its paid period; until then nothing changes. Mails the billing contacts.
 * @throws DomainError permission_denied, step_up_required, not_found, upstream_failed; ConflictError subscription_ended, already_cancelled
 */
export async function cancelSubscription(
  ctx: TenantContext,
  input: { id: string } & z.input<typeof cancelInput>,
): Promise<SubscriptionDto> {
  ctx.authorize("billing:manage");
  assertRecent(ctx.actor);
  const { id, ...rest } = input;
  const { reason, comment } = cancelInput.parse(rest);
  return withBillingLock(ctx.tenant.accountId, async (tx, account) => {
    const row = await getLive(tx, account.id, id);
    if (endsAt(row)) {
      throw new ConflictError("This subscription is set to end already.", { reason: "already_cancelled" });
    }
    await callStripe(() =>
      stripeClient().subscriptions.update(row.stripeSubscriptionId, {
        cancel_at_period_end: true,
        cancellation_details: { feedback: reason, ...(comment && { comment }) },
      }),
    );
    await syncAccount(tx, account);
    await recordEvent(tx, ctx, {
      action: "subscription.cancel_requested",
      target: { type: "subscription", id, label: row.planType },
      after: { reason },
    });
    return presentSubscription(await tx.subscription.findUniqueOrThrow({ where: { id } }));
  });
}
