import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { UnauthenticatedError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { takeSignIn } from "../lock-out/take-sign-in";
import { tellOwner } from "../lock-out/tell-owner";
import { hashPassword } from "../passwords/hash-password";
import { holdPassword } from "../passwords/hold-password";
import { owesPassword } from "../passwords/owes-password";
import { verifyPassword } from "../passwords/verify-password";
import { continueSignIn, type SignInOutcome } from "./continue-sign-in";
import { finishSignIn, type SignedInAt } from "./finish-sign-in";

/**
 * Checks e-mail and password. Unknown person, wrong password, no password and disabled person are one and the same
 * answer, after the same work.
 * @throws UnauthenticatedError credentials_invalid; DomainError rate_limited, service_unavailable
 */
export async function signIn(
  info: RequestInfo,
  input: { email: string; password: string; previousSid: string | null },
): Promise<SignInOutcome & { at?: SignedInAt }> {
  const attempt = await takeSignIn(info, input.email);
  const { person } = attempt;
  const { matches, needsRehash } = await verifyPassword(input.password, person?.passwordHash ?? null);
  if (!person?.passwordHash || !matches || person.status !== "active") {
    if (attempt.tellsOwner) await tellOwner(input.email, person?.locale);
    throw credentialsInvalid();
  }
  const { password, previousSid } = input;
  const { passwordHash } = person;
  const comparedHash = needsRehash ? await rehash(person.id, passwordHash, password) : passwordHash;
  const finished = await finishSignIn(info, attempt, { person, password, comparedHash, previousSid });
  if (finished) return { kind: "signed_in", userId: person.id, ...finished };
  return withSystem(async (tx) => {
    if (!(await holdPassword(tx, person.id, comparedHash))) throw credentialsInvalid();
    const passwordDue = await owesPassword(tx, person.id, password);
    return continueSignIn(tx, info, { person, method: "password", previousSid, passwordDue });
  });
}

function credentialsInvalid(): UnauthenticatedError {
  return new UnauthenticatedError("The e-mail address or the password is not right.", {
    reason: "credentials_invalid",
  });
}

/** Only over the hash that was compared: a password changed meanwhile stays changed. Returns what it made of it. */
async function rehash(userId: string, comparedHash: string, password: string): Promise<string> {
  const fresh = await hashPassword(password);
  const { count } = await withSystem((tx) =>
    tx.credential.updateMany({
      where: { userId, passwordHash: comparedHash },
      data: { passwordHash: fresh },
    }),
  );
  return count > 0 ? fresh : comparedHash;
}
