import "server-only";
import type { UserContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertRecent } from "../../step-up/assert-recent";
import { issueToken } from "../../tokens/issue-token";
import { type Enrolment, startTotpEnrolment } from "./start-totp-enrolment";

const TTL_SECONDS = 600;

/**
 * Begins a second factor for somebody who is signed in: what their app needs, and the token that the first code comes
 * back with. Good for ten minutes.
 * @throws DomainError step_up_required; ConflictError mfa_enabled
 */
export async function beginOwnTotp(ctx: UserContext): Promise<{ token: string; enrolment: Enrolment }> {
  assertRecent(ctx.actor);
  const { userId } = ctx.actor;
  const token = await withSystem(async (tx) => {
    const factor = await tx.totpFactor.findUnique({ where: { userId }, select: { confirmedAt: true } });
    if (factor?.confirmedAt) {
      throw new ConflictError("Two-step sign-in is on already.", { reason: "mfa_enabled" });
    }
    return issueToken(tx, {
      kind: "own_totp_enrolment",
      userId,
      ttlSeconds: TTL_SECONDS,
      payload: () => ({ method: "password" }),
    });
  });
  return { token, enrolment: await startTotpEnrolment({ token, userId }) };
}
