import "server-only";
import { ConflictError } from "@/lib/core/errors";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { clearFactors } from "./clear-factors";
import { hasFactor } from "./has-factor";
import { mailPerson } from "./mail-person";
import { requiresFactor } from "./requires-factor";

/**
 * What follows from removing a factor, in the same transaction: with the last one gone, recovery codes go too, and
 * nothing still counts as signed in with two steps. Mails the person that two-step sign-in is off.
 * @throws ConflictError mfa_required_here where somebody must keep one (the transaction must roll back)
 */
export async function settleRemoval(tx: SystemTx, userId: string): Promise<{ last: boolean }> {
  // What the removed factor vouched for, it no longer does.
  await tx.trustedDevice.deleteMany({ where: { userId } });
  if (await hasFactor(tx, userId)) return { last: false };
  if (await requiresFactor(tx, userId)) {
    throw new ConflictError("A workspace of yours asks for two-step sign-in. Set up another way first.", {
      reason: "mfa_required_here",
    });
  }
  await clearFactors(tx, userId);
  await mailPerson(tx, userId, { template: "two_step_off", data: {} });
  return { last: true };
}
