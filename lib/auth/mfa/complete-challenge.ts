import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { ConflictError, DomainError, type FieldError, ValidationError } from "@/lib/core/errors";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import type { NewSession } from "../create-session";
import { openNewSession, type SignInMethod } from "../sign-in/open-new-session";
import { tryToken } from "../tokens/try-token";
import { methodOf, passwordDueOf } from "./challenge-payload";
import { returnFactorAttempt, takeFactorAttempt } from "./take-factor-attempt";
import { trustDevice } from "./trusted-devices/trust-device";

export type SecondStep = { session: NewSession; userId: string; method: SignInMethod };
export type ChallengeAnswer = {
  token: string;
  previousSid: string | null;
  /** Not to be asked again in this browser, where that is allowed. */
  trustDevice?: boolean;
};
type Proof = {
  /** A code can be guessed: it counts against the person's hour. */
  guessable: boolean;
  /** Looks at the proof and uses it up. */
  check: (tx: SystemTx, userId: string) => Promise<boolean>;
  /** What a wrong one is called; a code by default. */
  wrong?: FieldError;
};

const WRONG_CODE: FieldError = { path: "code", code: "code_invalid", message: "This code is not right." };

/**
 * The one way from a challenge to a session, whatever the second factor. Five proofs a challenge, twenty codes an hour
 * a person; beyond either the challenge is dead.
 * @throws ValidationError code_invalid; ConflictError flow_expired; DomainError rate_limited
 */
export async function completeChallenge(
  info: RequestInfo,
  input: ChallengeAnswer,
  proof: Proof,
): Promise<SecondStep> {
  const outcome = await withSystem((tx) => tryProof(tx, info, input, proof));
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

/** Returns errors instead of throwing: the count of tries must be committed. */
async function tryProof(
  tx: SystemTx,
  info: RequestInfo,
  input: ChallengeAnswer,
  proof: Proof,
): Promise<SecondStep | DomainError> {
  const challenge = await tryToken(tx, { kind: "mfa_challenge", token: input.token });
  if (!challenge) {
    return new ConflictError("This sign-in took too long. Start again.", { reason: "flow_expired" });
  }
  const { id, userId } = challenge;
  const use = () =>
    tx.authToken.update({ where: { id }, data: { usedAt: new Date() }, select: { id: true } });
  const retryAfterSeconds = proof.guessable ? await takeFactorAttempt(tx, userId) : null;
  if (retryAfterSeconds !== null) {
    await use();
    return new DomainError("rate_limited", "Too many codes. Wait, and sign in again.", { retryAfterSeconds });
  }
  const person = await tx.user.findUnique({ where: { id: userId } });
  if (person?.status !== "active" || !(await proof.check(tx, userId))) {
    return new ValidationError([proof.wrong ?? WRONG_CODE]);
  }
  if (proof.guessable) await returnFactorAttempt(tx, userId);
  await use();
  const method = methodOf(challenge.payload);
  const session = await openNewSession(tx, info, {
    person,
    method,
    mfa: true,
    passwordDue: passwordDueOf(challenge.payload),
    previousSid: input.previousSid,
  });
  // Found again: nobody needs to reset it any more.
  await tx.factorReset.deleteMany({ where: { userId } });
  if (input.trustDevice) await trustDevice(tx, info, userId);
  return { session, userId, method };
}
