import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { rootUrl } from "@/lib/tenancy/hosts";
import { withSystem } from "@/lib/tenancy/with-system";
import { atLeast } from "../at-least";
import { requiredLength } from "../passwords/required-length";
import { addressKey, emailKey, takeAttempt } from "../take-attempt";
import { issueToken } from "../tokens/issue-token";

const TTL_SECONDS = 30 * 60;
const ANSWER_MS = 250;

/**
 * Mails a link to choose a new password (30 min, once). Answer and time are the same when nobody has the address. The
 * secret travels behind `#`, which browsers send to no server and put in no referrer.
 * @throws DomainError rate_limited
 */
export async function requestPasswordReset(info: RequestInfo, input: { email: string }): Promise<void> {
  await takeAttempt([
    { key: `reset:ip:${addressKey(info.ip)}`, limit: 60, windowSeconds: 3600 },
    { key: `reset:to:${emailKey(input.email)}`, limit: 5, windowSeconds: 3600 },
  ]);
  await atLeast(ANSWER_MS, () =>
    withSystem(async (tx) => {
      const user = await tx.user.findUnique({ where: { email: input.email, status: "active" } });
      if (!user) return;
      const token = await issueToken(tx, {
        kind: "password_reset",
        userId: user.id,
        ttlSeconds: TTL_SECONDS,
      });
      // What the page asks for before it sends; the server decides again.
      const minLength = await requiredLength(tx, user.id);
      await enqueueMail(tx, {
        template: "password_reset",
        to: user.email,
        locale: user.locale === "nl" ? "nl" : "en",
        data: { url: rootUrl(`/reset-password#token=${token}&min=${minLength}`) },
      });
    }),
  );
}
