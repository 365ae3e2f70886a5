import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import type { Locale } from "@/lib/core/locale";
import { hashToken, newToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertPassword } from "../passwords/assert-password";
import { assertUnbreached } from "../passwords/assert-unbreached";
import { hashPassword } from "../passwords/hash-password";
import { RESEND_AFTER_SECONDS } from "../schema";
import { takeAttempt } from "../take-attempt";
import { codeExpiry, MAX_SENDS, mailCode, mailLimits } from "./internal";

export type SignUpStarted = { token: string; resendAfterSeconds: number; sendsLeft: number };

/**
 * Starts a sign-up and mails a six-digit code (10 min). Answer and time are the same for a known address, whose owner
 * is told by mail that the account exists. Returns the secret of the flow's cookie.
 * @throws ValidationError password_common and the like; DomainError rate_limited
 */
export async function startSignUp(
  info: RequestInfo,
  input: { email: string; firstName: string; lastName: string; password: string; locale: Locale },
): Promise<SignUpStarted> {
  assertPassword(input.password, [input.email, input.firstName, input.lastName]);
  await takeAttempt(mailLimits(input.email, info.ip));
  await assertUnbreached(input.password);
  const passwordHash = await hashPassword(input.password);
  const token = newToken();
  const id = newId();
  await withSystem(async (tx) => {
    const codeHash = await mailCode(tx, { id, email: input.email, locale: input.locale });
    await tx.signUp.create({
      data: {
        id,
        tokenHash: hashToken(token),
        email: input.email,
        firstName: input.firstName,
        lastName: input.lastName,
        passwordHash,
        locale: input.locale,
        codeHash,
        expiresAt: codeExpiry(),
      },
      select: { id: true },
    });
  });
  return { token, resendAfterSeconds: RESEND_AFTER_SECONDS, sendsLeft: MAX_SENDS - 1 };
}
