import "server-only";
import { listAdmins } from "@/lib/access/policies/list-admins";
import { recordEvent } from "@/lib/audit/record-event";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { withSystem } from "@/lib/tenancy/with-system";

const DAY_MS = 86_400_000;
/** Days before the end at which admins are told, once each. */
const STEPS = [30, 7, 1] as const;
const MAX_A_RUN = 500;

/** Mails the admins of workspaces whose provider's last certificate ends in 30, 7 or 1 days. */
export async function warnOfCertificates(now = new Date()): Promise<number> {
  const due = await withSystem((tx) =>
    tx.ssoConnection.findMany({
      where: {
        status: "enabled",
        certificateExpiresAt: { gt: now, lte: new Date(now.getTime() + STEPS[0] * DAY_MS) },
      },
      include: { tenant: { select: { name: true, slug: true, locale: true } } },
      take: MAX_A_RUN,
    }),
  );
  let told = 0;
  for (const row of due) {
    const days = Math.ceil(((row.certificateExpiresAt?.getTime() ?? 0) - now.getTime()) / DAY_MS);
    const step = STEPS.findLast((entry) => days <= entry);
    if (step === undefined || (row.certificateWarnedDays ?? Number.POSITIVE_INFINITY) <= step) continue;
    const sent = await warn(row, { days, step }).catch((error: unknown) => {
      logger.error({ error, connection: row.id }, "admins were not told of a certificate");
      return false;
    });
    if (sent) told += 1;
  }
  return told;
}

type Row = {
  id: string;
  tenantId: string;
  name: string;
  certificateExpiresAt: Date | null;
  certificateWarnedDays: number | null;
  tenant: { name: string; slug: string; locale: string };
};

async function warn(row: Row, { days, step }: { days: number; step: number }): Promise<boolean> {
  const admins = await listAdmins(row.tenantId);
  return withSystem(async (tx) => {
    const { count } = await tx.ssoConnection.updateMany({
      where: { id: row.id, certificateWarnedDays: row.certificateWarnedDays },
      data: { certificateWarnedDays: step },
    });
    if (count === 0) return false;
    const expiresAt = (row.certificateExpiresAt ?? new Date()).toISOString();
    const system = { requestId: newId(), ip: null, userAgent: null };
    await recordEvent(
      tx,
      { ...system, actor: { type: "system", name: "worker" }, tenant: { id: row.tenantId } },
      {
        action: "sso.certificate_expiring",
        target: { type: "sso_connection", id: row.id, label: row.name },
        after: { expires_at: expiresAt },
      },
    );
    const { name: tenantName, slug, locale } = row.tenant;
    for (const { email } of admins) {
      await enqueueMail(tx, {
        template: "sso_certificate_expiring",
        to: email,
        locale: locale === "nl" ? "nl" : "en",
        data: { tenantName, connection: row.name, days, expiresAt, slug },
      });
    }
    return true;
  });
}
