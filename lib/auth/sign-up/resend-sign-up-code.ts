import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";
import { hashToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { RESEND_AFTER_SECONDS } from "../schema";
import { returnAttempt, takeAttempt } from "../take-attempt";
import { FLOW_MINUTES, MAX_SENDS, mailCode, mailLimits } from "./internal";

export type CodeResent = { resendAfterSeconds: number; sendsLeft: number };

/**
 * Mails a new code, to a new address when one is given; the code before it stops working. At most every 30 s and five
 * times a sign-up.
 * @throws DomainError rate_limited (sends_exhausted when there is none left), conflict flow_expired
 */
export async function resendSignUpCode(
  info: RequestInfo,
  input: { token: string; email?: string },
): Promise<CodeResent> {
  const tokenHash = hashToken(input.token);
  const row = await withSystem((tx) => tx.signUp.findUnique({ where: { tokenHash } }));
  if (!row || row.consumedAt || row.createdAt.getTime() < Date.now() - FLOW_MINUTES * 60_000) {
    throw new DomainError("conflict", "This sign-up has ended. Start again.", { reason: "flow_expired" });
  }
  const email = input.email ?? row.email;
  // Somebody who sees a typing error at once need not wait; the number of mails is limited all the same.
  const isNewAddress = email !== row.email;
  const limits = mailLimits(email, info.ip);
  await takeAttempt(limits);
  return withSystem(async (tx) => {
    // Taken first: of two parallel requests one finds the other's time in last_sent_at and mails nothing.
    const taken = await tx.$queryRaw<{ sends: number }[]>`
        update platform.sign_ups set sends = sends + 1, last_sent_at = now(), attempts = 0, email = ${email},
          expires_at = now() + make_interval(mins => 10)
        where id = ${row.id}::uuid and consumed_at is null and sends < ${MAX_SENDS}
          and (${isNewAddress} or last_sent_at <= now() - make_interval(secs => ${RESEND_AFTER_SECONDS}))
        returning sends`;
    const sends = taken[0]?.sends;
    if (sends === undefined) {
      await returnAttempt(limits);
      throw refusal(row.sends, row.lastSentAt);
    }
    const locale = row.locale === "nl" ? "nl" : "en";
    const codeHash = await mailCode(tx, { id: row.id, email, locale });
    await tx.signUp.update({ where: { id: row.id }, data: { codeHash }, select: { id: true } });
    return { resendAfterSeconds: RESEND_AFTER_SECONDS, sendsLeft: MAX_SENDS - sends };
  });
}

function refusal(sends: number, lastSentAt: Date): DomainError {
  if (sends >= MAX_SENDS) {
    return new DomainError("rate_limited", "No more codes for this sign-up. Start again.", {
      reason: "sends_exhausted",
      retryAfterSeconds: FLOW_MINUTES * 60,
    });
  }
  const waited = Math.floor((Date.now() - lastSentAt.getTime()) / 1000);
  return new DomainError("rate_limited", "Wait before asking for another code.", {
    retryAfterSeconds: Math.min(RESEND_AFTER_SECONDS, Math.max(1, RESEND_AFTER_SECONDS - waited)),
  });
}
