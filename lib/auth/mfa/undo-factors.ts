import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { clearFactors } from "./clear-factors";
import { hasFactor } from "./has-factor";
import { mailPerson } from "./mail-person";

/**
 * Takes off the second factors that were set up since `since`, with their recovery codes and every trusted browser;
 * older ones stay. A super admin is never left without one by it: that takes the server (decision 016). Mails the person.
 */
export async function undoFactors(
  tx: SystemTx,
  info: RequestInfo,
  input: { userId: string; since: Date; by: string },
): Promise<void> {
  const { userId, since, by } = input;
  const ctx = { ...info, actor: { type: "system" as const, name: by } };
  const fresh = { userId, createdAt: { gte: since } };
  const app = { userId, confirmedAt: { gte: since } };
  const passkeys = await tx.passkey.findMany({ where: fresh, select: { id: true, name: true } });
  const apps = await tx.totpFactor.count({ where: app });
  const codes = await tx.recoveryCode.count({ where: fresh });
  if (passkeys.length + apps + codes === 0) return;
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  const older =
    (await tx.passkey.count({ where: { userId, createdAt: { lt: since } } })) +
    (await tx.totpFactor.count({ where: { userId, confirmedAt: { lt: since } } }));
  if (older === 0 && user.platformRole === "super_admin") return;
  await tx.passkey.deleteMany({ where: fresh });
  await tx.totpFactor.deleteMany({ where: app });
  await tx.recoveryCode.deleteMany({ where: fresh });
  await tx.trustedDevice.deleteMany({ where: { userId } });
  const left = await hasFactor(tx, userId);
  if (!left) await clearFactors(tx, userId);
  const target = { type: "user", id: userId, label: user.email };
  for (const { id, name } of passkeys) {
    await recordPlatformEvent(tx, ctx, {
      ...{ action: "user.passkey_removed", target },
      ...{ before: { passkey: id, name }, after: { two_step: left } },
    });
    await mailPerson(tx, userId, { template: "passkey_removed", data: { name } });
  }
  if (apps > 0) {
    await recordPlatformEvent(tx, ctx, {
      ...{ action: "user.totp_removed", target, after: { two_step: left } },
    });
    if (left) await mailPerson(tx, userId, { template: "authenticator_removed", data: {} });
  }
  if (!left) await mailPerson(tx, userId, { template: "two_step_off", data: {} });
}
