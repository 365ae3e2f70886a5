import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { type ChallengeAnswer, completeChallenge, type SecondStep } from "../complete-challenge";
import { takeCode } from "./take-code";

/**
 * Second step of signing in with a code of the authenticator app; each code opens one session, ever.
 * @throws ValidationError code_invalid; ConflictError flow_expired; DomainError rate_limited
 */
export async function verifyTotp(
  info: RequestInfo,
  input: ChallengeAnswer & { code: string },
): Promise<SecondStep> {
  return completeChallenge(info, input, {
    guessable: true,
    check: async (tx, userId) => {
      const factor = await tx.totpFactor.findUnique({ where: { userId } });
      return factor?.confirmedAt != null && takeCode(tx, userId, factor.secretSealed, input.code);
    },
  });
}
