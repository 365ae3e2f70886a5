import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { rootUrl } from "@/lib/tenancy/hosts";
import { withSystem } from "@/lib/tenancy/with-system";
import { atLeast } from "../at-least";
import { addressKey, emailKey, takeAttempt } from "../take-attempt";
import { issueToken } from "../tokens/issue-token";

const TTL_SECONDS = 30 * 60;
const ANSWER_MS = 250;

/**
 * Mails a link that ends the lock of an account (30 min, once). Answer and time are the same when nobody has the
 * address, and when nothing is locked.
 * @throws DomainError rate_limited
 */
export async function requestUnlock(info: RequestInfo, input: { email: string }): Promise<void> {
  await takeAttempt([
    { key: `unlock:ip:${addressKey(info.ip)}`, limit: 60, windowSeconds: 3600 },
    { key: `unlock:to:${emailKey(input.email)}`, limit: 5, windowSeconds: 3600 },
  ]);
  await atLeast(ANSWER_MS, () =>
    withSystem(async (tx) => {
      const user = await tx.user.findUnique({ where: { email: input.email, status: "active" } });
      if (!user) return;
      const token = await issueToken(tx, { kind: "unlock", userId: user.id, ttlSeconds: TTL_SECONDS });
      await enqueueMail(tx, {
        template: "unlock",
        to: user.email,
        locale: user.locale === "nl" ? "nl" : "en",
        data: { url: rootUrl(`/unlock#token=${token}`) },
      });
    }),
  );
}
