import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { UnauthenticatedError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { hashPassword } from "../passwords/hash-password";
import { owesPassword } from "../passwords/owes-password";
import { verifyPassword } from "../passwords/verify-password";
import { type AttemptLimit, addressKey, emailKey, returnAttempt, takeAttempt } from "../take-attempt";
import { continueSignIn, type SignInOutcome } from "./continue-sign-in";

const WINDOW_SECONDS = 15 * 60;

/** Wrong passwords only: right ones are given back. By address too, so that nobody can lock out somebody elsewhere. */
function signInLimits(email: string, ip: string | null): AttemptLimit[] {
  const address = addressKey(ip);
  return [
    { key: `sign-in:${emailKey(email)}:${address}`, limit: 10, windowSeconds: WINDOW_SECONDS },
    { key: `sign-in:ip:${address}`, limit: 100, windowSeconds: WINDOW_SECONDS },
  ];
}

/**
 * Checks e-mail and password. Unknown person, wrong password, no password and disabled person are one and the same
 * answer, after the same work.
 * @throws UnauthenticatedError credentials_invalid; DomainError rate_limited
 */
export async function signIn(
  info: RequestInfo,
  input: { email: string; password: string; previousSid: string | null },
): Promise<SignInOutcome> {
  const limits = signInLimits(input.email, info.ip);
  await takeAttempt(limits);
  const person = await withSystem((tx) =>
    tx.user.findUnique({ where: { email: input.email }, include: { credential: true, totpFactor: true } }),
  );
  const { matches, needsRehash } = await verifyPassword(
    input.password,
    person?.credential?.passwordHash ?? null,
  );
  if (!person || !matches || person.status !== "active") {
    throw new UnauthenticatedError("The e-mail address or the password is not right.", {
      reason: "credentials_invalid",
    });
  }
  await returnAttempt(limits);
  const fresh = needsRehash ? await hashPassword(input.password) : null;
  return withSystem(async (tx) => {
    // Only over the hash that was checked: a password changed meanwhile stays changed.
    if (fresh && person.credential) {
      await tx.credential.updateMany({
        where: { userId: person.id, passwordHash: person.credential.passwordHash },
        data: { passwordHash: fresh },
      });
    }
    const passwordDue = await owesPassword(tx, person.id, input.password);
    const { previousSid } = input;
    return continueSignIn(tx, info, { person, method: "password", previousSid, passwordDue });
  });
}
