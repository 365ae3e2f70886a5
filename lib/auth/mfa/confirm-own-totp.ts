import "server-only";
import * as z from "zod";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { ConflictError, type DomainError, ValidationError } from "@/lib/core/errors";
import { open } from "@/lib/infra/sealed-box";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { tryToken } from "../tokens/try-token";
import { matchStep, secretPlace } from "./internal";

const stored = z.object({ secret: z.string() });

/**
 * Turns what beginOwnTotp() gave into the person's second factor, with a first code; the session that did it carries
 * the factor from then on. Five tries.
 * @throws ValidationError code_invalid; ConflictError flow_expired
 */
export async function confirmOwnTotp(
  ctx: UserContext,
  input: { token: string; code: string },
): Promise<void> {
  const outcome = await withSystem((tx) => tryCode(tx, ctx, input));
  if (outcome) throw outcome;
}

/** Returns errors instead of throwing: the count of tries must be committed. */
async function tryCode(
  tx: SystemTx,
  ctx: UserContext,
  input: { token: string; code: string },
): Promise<DomainError | null> {
  const { userId, sessionId, email } = ctx.actor;
  const expired = new ConflictError("This took too long. Start again.", { reason: "flow_expired" });
  const enrolment = await tryToken(tx, { kind: "mfa_enrolment", token: input.token });
  const payload = stored.safeParse(enrolment?.payload);
  // A token of somebody else is none.
  if (!enrolment || enrolment.userId !== userId || !payload.success) return expired;
  const step = matchStep(open(payload.data.secret, secretPlace(userId)), input.code);
  if (step === null) {
    return new ValidationError([{ path: "code", code: "code_invalid", message: "This code is not right." }]);
  }
  const enrolled = await tx.$executeRaw`
    insert into platform.totp_factors as f (user_id, secret_sealed, last_step, confirmed_at)
    values (${userId}::uuid, ${payload.data.secret}, ${step}, now())
    on conflict (user_id) do update set secret_sealed = excluded.secret_sealed, last_step = excluded.last_step,
      confirmed_at = now() where f.confirmed_at is null`;
  if (enrolled === 0) return expired;
  const now = new Date();
  await tx.authToken.update({
    where: { id: enrolment.id },
    data: { usedAt: now, payload: {} },
    select: { id: true },
  });
  await tx.session.updateMany({ where: { id: sessionId, userId }, data: { mfaAt: now, authAt: now } });
  await recordPlatformEvent(tx, ctx, {
    action: "user.totp_enrolled",
    target: { type: "user", id: userId, label: email },
  });
  return null;
}
