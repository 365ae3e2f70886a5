import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import { type ChallengeAnswer, completeChallenge, type SecondStep } from "../complete-challenge";
import { mailPerson } from "../mail-person";
import { countCodes } from "./count-codes";
import { takeRecoveryCode } from "./take-recovery-code";

/**
 * Second step of signing in with a recovery code, which is used up. Mails the person how many are left.
 * @throws ValidationError code_invalid; ConflictError flow_expired; DomainError rate_limited
 */
export async function verifyRecoveryCode(
  info: RequestInfo,
  input: ChallengeAnswer & { code: string },
): Promise<SecondStep> {
  return completeChallenge(info, input, {
    guessable: true,
    check: async (tx, userId) => {
      if (!(await takeRecoveryCode(tx, userId, input.code))) return false;
      const left = (await countCodes(tx, userId)) ?? 0;
      await recordPlatformEvent(
        tx,
        { ...info, actor: { type: "system", name: "sign-in" } },
        { action: "user.recovery_code_used", target: { type: "user", id: userId }, after: { left } },
      );
      await mailPerson(tx, userId, { template: "recovery_code_used", data: { left } });
      return true;
    },
  });
}
