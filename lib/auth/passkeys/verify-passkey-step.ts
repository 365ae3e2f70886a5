import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { type ChallengeAnswer, completeChallenge, type SecondStep } from "../mfa/complete-challenge";
import { type Assertion, takeAssertion } from "./take-assertion";

/**
 * Second step of signing in with a passkey. It cannot be guessed, so it costs nothing of the person's hour: whoever
 * burns that with wrong codes does not keep the holder of a passkey out.
 * @throws ValidationError passkey_refused; ConflictError flow_expired
 */
export async function verifyPasskeyStep(
  info: RequestInfo,
  input: ChallengeAnswer & { assertion: Assertion },
): Promise<SecondStep> {
  return completeChallenge(info, input, {
    guessable: false,
    wrong: { path: "response", code: "passkey_refused", message: "This passkey was refused." },
    check: async (tx, userId) => {
      const by = await takeAssertion(tx, info, { ...input.assertion, purpose: "second_step", userId });
      return by === userId;
    },
  });
}
