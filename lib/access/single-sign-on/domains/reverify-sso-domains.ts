import "server-only";
import { listAdmins } from "@/lib/access/policies/list-admins";
import { recordEvent } from "@/lib/audit/record-event";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import type { SsoDomain } from "@/lib/infra/prisma/generated/client";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { DAY_MS, GRACE_DAYS, lookForRecord } from "./domain-record";

const BATCH = 50;
const MAX_BATCHES = 40;
const HOUR_MS = 3_600_000;

/**
 * Looks again at every proved mail domain, twice a day, those in doubt hourly. A record that is gone starts the grace
 * and a mail; when that is over the domain leads nowhere. DNS that does not answer decides nothing.
 */
export async function reverifySsoDomains(now = new Date()): Promise<number> {
  let count = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const taken = await reverifyBatch(now);
    count += taken;
    if (taken < BATCH) break;
  }
  return count;
}

async function reverifyBatch(now: Date): Promise<number> {
  const before = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);
  const due = await withSystem((tx) =>
    tx.ssoDomain.findMany({
      where: {
        OR: [
          { status: "verified", lastCheckedAt: { lt: before(12) } },
          { status: "failing", lastCheckedAt: { lt: before(1) } },
        ],
      },
      orderBy: { lastCheckedAt: "asc" },
      take: BATCH,
    }),
  );
  const results = await Promise.all(due.map((row) => lookForRecord(row)));
  for (const [index, row] of due.entries()) {
    await record(row, results[index] ?? "dns_unreachable", now).catch((error: unknown) =>
      logger.error({ error, domain: row.id }, "mail domain could not be verified again"),
    );
  }
  return due.length;
}

type Result = Awaited<ReturnType<typeof lookForRecord>>;
type Action = "sso.domain_verified" | "sso.domain_failing" | "sso.domain_dropped";

async function record(row: SsoDomain, result: Result, now: Date): Promise<void> {
  const admins = result === "verified" ? [] : await listAdmins(row.tenantId);
  await withSystem(async (tx) => {
    // Whoever changed it meanwhile knows better.
    const seen = { id: row.id, status: row.status, token: row.token };
    const checked = { lastCheckedAt: now, lastResult: result };
    if (result === "dns_unreachable") return tx.ssoDomain.updateMany({ where: seen, data: checked });
    const tell = (action: Action, dropsAt: Date) => announce(tx, row, { action, dropsAt, admins });
    if (result === "verified") {
      const data = { ...checked, status: "verified", failingSince: null };
      const { count } = await tx.ssoDomain.updateMany({ where: seen, data });
      if (count === 1 && row.status === "failing") await tell("sso.domain_verified", now);
      return;
    }
    const failingSince = row.failingSince ?? now;
    const dropsAt = new Date(failingSince.getTime() + GRACE_DAYS * DAY_MS);
    const isOver = dropsAt <= now;
    const data = isOver
      ? { ...checked, status: "pending", failingSince: null, verifiedAt: null }
      : { ...checked, status: "failing", failingSince };
    const { count } = await tx.ssoDomain.updateMany({ where: seen, data });
    if (count === 1 && isOver) await tell("sso.domain_dropped", dropsAt);
    else if (count === 1 && row.status === "verified") await tell("sso.domain_failing", dropsAt);
  });
}

async function announce(
  tx: SystemTx,
  row: SsoDomain,
  news: { action: Action; dropsAt: Date; admins: { email: string }[] },
): Promise<void> {
  const { tenantId, domain } = row;
  const system = { requestId: newId(), ip: null, userAgent: null };
  await recordEvent(
    tx,
    { ...system, actor: { type: "system", name: "worker" }, tenant: { id: tenantId } },
    { action: news.action, target: { type: "sso_domain", id: row.id, label: domain } },
  );
  if (news.action === "sso.domain_verified") return;
  const tenant = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { name: true, slug: true, locale: true },
  });
  const locale = tenant.locale === "nl" ? "nl" : "en";
  const data = { tenantName: tenant.name, domain, slug: tenant.slug };
  for (const { email: to } of news.admins) {
    if (news.action === "sso.domain_dropped") {
      await enqueueMail(tx, { template: "sso_domain_dropped", to, locale, data });
    } else {
      const dropAt = news.dropsAt.toISOString();
      await enqueueMail(tx, { template: "sso_domain_failing", to, locale, data: { ...data, dropAt } });
    }
  }
}
