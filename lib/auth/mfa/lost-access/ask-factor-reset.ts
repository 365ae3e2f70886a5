import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { hashToken } from "@/lib/infra/tokens";
import { rootUrl } from "@/lib/tenancy/hosts";
import { withSystem } from "@/lib/tenancy/with-system";
import { takeAttempt } from "../../take-attempt";
import { issueToken } from "../../tokens/issue-token";
import { mailPerson } from "../mail-person";

const TTL_SECONDS = 30 * 60;

/**
 * Begins the way back for somebody who passed the first step and lost the second: mails the person a link to confirm
 * that it is them. Three an hour.
 * @throws ConflictError flow_expired; DomainError rate_limited
 */
export async function askFactorReset(info: RequestInfo, input: { token: string }): Promise<void> {
  const row = await withSystem((tx) =>
    tx.authToken.findUnique({
      where: { tokenHash: hashToken(input.token), kind: "mfa_challenge" },
      include: { user: { select: { email: true, status: true, platformRole: true } } },
    }),
  );
  // Used up by too many wrong codes is the very case that this is for.
  if (!row || row.expiresAt <= new Date() || row.user.status !== "active") {
    throw new ConflictError("This sign-in took too long. Start again.", { reason: "flow_expired" });
  }
  const { userId, user } = row;
  await takeAttempt([{ key: `factor-reset:${userId}`, limit: 3, windowSeconds: 3600 }]);
  if (user.platformRole === "super_admin") {
    throw new ConflictError("Whoever runs this Atrium resets this on the server.", {
      reason: "super_admin_by_command",
    });
  }
  await withSystem(async (tx) => {
    const token = await issueToken(tx, { kind: "factor_reset", userId, ttlSeconds: TTL_SECONDS });
    const url = rootUrl(`/lost-access#token=${token}`);
    await mailPerson(tx, userId, { template: "two_step_reset_link", data: { url } });
    await recordPlatformEvent(
      tx,
      { ...info, actor: { type: "system", name: "sign-in" } },
      { action: "user.factor_reset_begun", target: { type: "user", id: userId, label: user.email } },
    );
  });
}
