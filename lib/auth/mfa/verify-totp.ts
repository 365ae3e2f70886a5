import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { ConflictError, DomainError, ValidationError } from "@/lib/core/errors";
import { hashToken } from "@/lib/infra/tokens";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import type { NewSession } from "../create-session";
import { openNewSession, type SignInMethod } from "../sign-in/open-new-session";
import { takeAttempt } from "../take-attempt";
import { tryToken } from "../tokens/try-token";
import { methodOf, passwordDueOf } from "./internal";
import { takeCode } from "./take-code";

export type SecondStep = { session: NewSession; userId: string; method: SignInMethod };
type Input = { token: string; code: string; previousSid: string | null };

/**
 * Second step of signing in. Five tries a challenge, twenty an hour a person; each code opens one session, ever.
 * @throws ValidationError code_invalid; ConflictError flow_expired; DomainError rate_limited
 */
export async function verifyTotp(info: RequestInfo, input: Input): Promise<SecondStep> {
  const known = await withSystem((tx) =>
    tx.authToken.findUnique({
      where: { tokenHash: hashToken(input.token), kind: "mfa_challenge" },
      select: { userId: true },
    }),
  );
  if (known) await takeAttempt([{ key: `totp:${known.userId}`, limit: 20, windowSeconds: 3600 }]);
  const outcome = await withSystem((tx) => tryCode(tx, info, input));
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

/** Returns errors instead of throwing: the count of tries must be committed. */
async function tryCode(tx: SystemTx, info: RequestInfo, input: Input): Promise<SecondStep | DomainError> {
  const challenge = await tryToken(tx, { kind: "mfa_challenge", token: input.token });
  if (!challenge) {
    return new ConflictError("This sign-in took too long. Start again.", { reason: "flow_expired" });
  }
  const { userId } = challenge;
  const person = await tx.user.findUnique({ where: { id: userId }, include: { totpFactor: true } });
  const wrong = new ValidationError([
    { path: "code", code: "code_invalid", message: "This code is not right." },
  ]);
  if (!person?.totpFactor?.confirmedAt || person.status !== "active") return wrong;
  if (!(await takeCode(tx, userId, person.totpFactor.secretSealed, input.code))) return wrong;
  await tx.authToken.update({
    where: { id: challenge.id },
    data: { usedAt: new Date() },
    select: { id: true },
  });
  const method = methodOf(challenge.payload);
  const session = await openNewSession(tx, info, {
    person,
    method,
    mfa: true,
    passwordDue: passwordDueOf(challenge.payload),
    previousSid: input.previousSid,
  });
  return { session, userId, method };
}
