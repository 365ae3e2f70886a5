import "server-only";
import { MAX_TRUST_DAYS } from "@/lib/tenancy/policies/schema";
import { withSystem } from "@/lib/tenancy/with-system";

const DAY_MS = 86_400_000;
const KEEP_SESSIONS_DAYS = 30;
const KEEP_RESETS_DAYS = 14;
const KEEP_GUARDS_DAYS = 90;
const KEEP_DEVICES_DAYS = 400;
const KEEP_OUTBOX_DAYS = 7;

/** Deletes what has outlived its use: keys, sign-ups, tokens, old sessions, delivered outbox rows. */
export async function sweepExpired(): Promise<void> {
  const now = new Date();
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await withSystem(async (tx) => {
    await tx.idempotencyKey.deleteMany({ where: { createdAt: { lt: ago(1) } } });
    await tx.signInGuard.deleteMany({ where: { failedAt: { lt: ago(KEEP_GUARDS_DAYS) } } });
    await tx.knownDevice.deleteMany({ where: { lastSeenAt: { lt: ago(KEEP_DEVICES_DAYS) } } });
    await tx.signUp.deleteMany({ where: { expiresAt: { lt: ago(1) } } });
    await tx.authToken.deleteMany({ where: { expiresAt: { lt: ago(1) } } });
    await tx.passkeyChallenge.deleteMany({ where: { expiresAt: { lt: ago(1) } } });
    await tx.emailChange.deleteMany({ where: { createdAt: { lt: ago(KEEP_SESSIONS_DAYS) } } });
    await tx.trustedDevice.deleteMany({ where: { verifiedAt: { lt: ago(MAX_TRUST_DAYS) } } });
    await tx.factorReset.deleteMany({ where: { askedAt: { lt: ago(KEEP_RESETS_DAYS) } } });
    await tx.ssoFlow.deleteMany({ where: { expiresAt: { lt: now } } });
    await tx.ssoAssertion.deleteMany({ where: { expiresAt: { lt: now } } });
    await tx.ssoSetupLink.deleteMany({ where: { expiresAt: { lt: ago(KEEP_SESSIONS_DAYS) } } });
    await tx.tokenDirectoryEntry.deleteMany({ where: { expiresAt: { lt: ago(KEEP_SESSIONS_DAYS) } } });
    await tx.session.deleteMany({ where: { absoluteExpiresAt: { lt: ago(KEEP_SESSIONS_DAYS) } } });
    await tx.outboxItem.deleteMany({ where: { doneAt: { lt: ago(KEEP_OUTBOX_DAYS) } } });
    await tx.directoryApplied.deleteMany({ where: { appliedAt: { lt: ago(KEEP_SESSIONS_DAYS) } } });
    await tx.$executeRaw`delete from platform.rate_limits where tat < now() - interval '1 day'`;
  });
}
