import "server-only";
import type { UserContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { rotateSession } from "../../sessions/rotate-session";
import { announceEnrolment, finishEnrolment } from "./finish-enrolment";

/**
 * Turns on what beginOwnTotp() began and a first code proved, now that the recovery codes are saved. The cookie that
 * did it is replaced by one that carries the factor, whose secret is returned. Mails the person.
 * @throws ConflictError flow_expired
 */
export async function confirmOwnTotp(ctx: UserContext, input: { token: string }): Promise<string> {
  const { userId } = ctx.actor;
  return withSystem(async (tx) => {
    await finishEnrolment(tx, { token: input.token, userId });
    const now = new Date();
    const sid = await rotateSession(tx, ctx.actor, { mfaAt: now, authAt: now });
    await announceEnrolment(tx, ctx);
    return sid;
  });
}
