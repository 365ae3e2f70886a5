import "server-only";
import type { UserContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { announceEnrolment, finishEnrolment } from "./finish-enrolment";

/**
 * Turns on what beginOwnTotp() began and a first code proved, now that the recovery codes are saved. The session that
 * did it carries the factor from then on. Mails the person.
 * @throws ConflictError flow_expired
 */
export async function confirmOwnTotp(ctx: UserContext, input: { token: string }): Promise<void> {
  const { userId, sessionId } = ctx.actor;
  await withSystem(async (tx) => {
    await finishEnrolment(tx, { token: input.token, userId });
    const now = new Date();
    await tx.session.updateMany({ where: { id: sessionId, userId }, data: { mfaAt: now, authAt: now } });
    await announceEnrolment(tx, ctx);
  });
}
