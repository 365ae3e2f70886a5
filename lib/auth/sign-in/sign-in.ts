import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { UnauthenticatedError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { clearSignIn } from "../lock-out/clear-sign-in";
import { takeSignIn } from "../lock-out/take-sign-in";
import { tellOwner } from "../lock-out/tell-owner";
import { hashPassword } from "../passwords/hash-password";
import { owesPassword } from "../passwords/owes-password";
import { verifyPassword } from "../passwords/verify-password";
import { continueSignIn, type SignInOutcome } from "./continue-sign-in";
import { findPerson } from "./find-person";

/**
 * Checks e-mail and password. Unknown person, wrong password, no password and disabled person are one and the same
 * answer, after the same work.
 * @throws UnauthenticatedError credentials_invalid; DomainError rate_limited, service_unavailable
 */
export async function signIn(
  info: RequestInfo,
  input: { email: string; password: string; previousSid: string | null },
): Promise<SignInOutcome> {
  const attempt = await takeSignIn(info, input.email);
  const person = await findPerson(input.email);
  const { matches, needsRehash } = await verifyPassword(input.password, person?.passwordHash ?? null);
  if (!person || !matches || person.status !== "active") {
    if (attempt.tellsOwner) await tellOwner(input.email, person?.locale);
    throw new UnauthenticatedError("The e-mail address or the password is not right.", {
      reason: "credentials_invalid",
    });
  }
  await clearSignIn(attempt);
  const fresh = needsRehash ? await hashPassword(input.password) : null;
  return withSystem(async (tx) => {
    // Only over the hash that was checked: a password changed meanwhile stays changed.
    if (fresh && person.passwordHash) {
      await tx.credential.updateMany({
        where: { userId: person.id, passwordHash: person.passwordHash },
        data: { passwordHash: fresh },
      });
    }
    const passwordDue = await owesPassword(tx, person.id, input.password);
    const { previousSid } = input;
    return continueSignIn(tx, info, { person, method: "password", previousSid, passwordDue });
  });
}
