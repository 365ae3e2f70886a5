import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { UnauthenticatedError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { continueSignIn, type SignInOutcome } from "../sign-in/continue-sign-in";
import { type Assertion, takeAssertion } from "./take-assertion";

/**
 * Signs in with a passkey alone: the device that holds it and the verification of its holder are two factors. The
 * passkey says who comes; no address is asked for.
 * @throws UnauthenticatedError passkey_refused
 */
export async function signInWithPasskey(
  info: RequestInfo,
  input: Assertion & { previousSid: string | null },
): Promise<Extract<SignInOutcome, { kind: "signed_in" }>> {
  const { previousSid, ...assertion } = input;
  const outcome = await withSystem(async (tx) => {
    const userId = await takeAssertion(tx, info, { ...assertion, purpose: "sign_in", userId: null });
    const person = userId ? await tx.user.findUnique({ where: { id: userId } }) : null;
    if (person?.status !== "active") return null;
    return continueSignIn(tx, info, { person, method: "passkey", previousSid, provedTwice: true });
  });
  if (outcome?.kind !== "signed_in") {
    throw new UnauthenticatedError("This passkey is not known here.", { reason: "passkey_refused" });
  }
  return outcome;
}
