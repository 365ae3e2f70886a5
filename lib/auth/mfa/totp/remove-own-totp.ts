import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertRecent } from "../../step-up/assert-recent";
import { lockPerson } from "../lock-person";
import { mailPerson } from "../mail-person";
import { settleRemoval } from "../settle-removal";

/**
 * Disconnects the own authenticator app. Mails the person.
 * @throws DomainError step_up_required; NotFoundError; ConflictError mfa_required_here
 */
export async function removeOwnTotp(ctx: UserContext): Promise<void> {
  assertRecent(ctx.actor);
  const { userId, email } = ctx.actor;
  await withSystem(async (tx) => {
    await lockPerson(tx, userId);
    const { count } = await tx.totpFactor.deleteMany({ where: { userId, confirmedAt: { not: null } } });
    if (count === 0) throw new NotFoundError("authenticator app");
    const { last } = await settleRemoval(tx, userId);
    await recordPlatformEvent(tx, ctx, {
      action: "user.totp_removed",
      target: { type: "user", id: userId, label: email },
      after: { two_step: !last },
    });
    if (!last) await mailPerson(tx, userId, { template: "authenticator_removed", data: {} });
  });
}
