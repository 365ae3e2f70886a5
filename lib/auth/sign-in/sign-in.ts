import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { UnauthenticatedError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { type FoundPerson, takeSignIn } from "../lock-out/take-sign-in";
import { tellOwner } from "../lock-out/tell-owner";
import { hashPassword } from "../passwords/hash-password";
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
  if (!person || !matches || person.status !== "active") {
    if (attempt.tellsOwner) await tellOwner(input.email, person?.locale);
    throw new UnauthenticatedError("The e-mail address or the password is not right.", {
      reason: "credentials_invalid",
    });
  }
  if (needsRehash) await rehash(person, input.password);
  const { password, previousSid } = input;
  const finished = await finishSignIn(info, attempt, { person, password, previousSid });
  if (finished) return { kind: "signed_in", userId: person.id, ...finished };
  return withSystem(async (tx) => {
    const passwordDue = await owesPassword(tx, person.id, password);
    return continueSignIn(tx, info, { person, method: "password", previousSid, passwordDue });
  });
}

/** Only over the hash that was checked: a password changed meanwhile stays changed. */
async function rehash({ id, passwordHash }: FoundPerson, password: string): Promise<void> {
  if (!passwordHash) return;
  const fresh = await hashPassword(password);
  await withSystem((tx) =>
    tx.credential.updateMany({ where: { userId: id, passwordHash }, data: { passwordHash: fresh } }),
  );
}
