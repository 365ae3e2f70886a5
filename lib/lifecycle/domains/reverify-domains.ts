import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import type { Domain } from "@/lib/infra/prisma/generated/client";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { forgetDomain } from "@/lib/tenancy/resolve-host";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { DAY_MS, GRACE_DAYS, lookForRecord } from "./internal";

/** Names looked at side by side, and at most how many in one run (every 15 minutes: 192,000 a day). */
const BATCH = 50;
const MAX_BATCHES = 40;
const HOUR_MS = 3_600_000;

/**
 * Looks again at every proved name, twice a day, those in doubt hourly. A record that is gone starts the grace and a
 * mail; when that is over the name is no longer served. DNS that does not answer decides nothing.
 */
export async function reverifyDomains(now = new Date()): Promise<number> {
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
    tx.domain.findMany({
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
      logger.error({ error, domain: row.id }, "domain could not be verified again"),
    );
  }
  return due.length;
}

type Result = Awaited<ReturnType<typeof lookForRecord>>;

async function record(row: Domain, result: Result, now: Date): Promise<void> {
  await withSystem(async (tx) => {
    // Whoever changed it meanwhile knows better.
    const seen = { id: row.id, status: row.status, token: row.token };
    const checked = { lastCheckedAt: now, lastResult: result };
    if (result === "dns_unreachable") return tx.domain.updateMany({ where: seen, data: checked });
    if (result === "verified") {
      const { count } = await tx.domain.updateMany({
        where: seen,
        data: { ...checked, status: "verified", failingSince: null },
      });
      if (count === 1 && row.status === "failing") await tell(tx, row, "domain.verified");
      return;
    }
    const failingSince = row.failingSince ?? now;
    const dropsAt = new Date(failingSince.getTime() + GRACE_DAYS * DAY_MS);
    const isOver = dropsAt <= now;
    const data = isOver
      ? { ...checked, status: "pending", failingSince: null, verifiedAt: null }
      : { ...checked, status: "failing", failingSince };
    const { count } = await tx.domain.updateMany({ where: seen, data });
    if (count === 1 && isOver) await tell(tx, row, "domain.dropped", dropsAt);
    else if (count === 1 && row.status === "verified") await tell(tx, row, "domain.failing", dropsAt);
  });
  forgetDomain(row.hostname);
}

type Action = "domain.verified" | "domain.failing" | "domain.dropped";

async function tell(tx: SystemTx, row: Domain, action: Action, dropsAt?: Date): Promise<void> {
  const { tenantId, hostname } = row;
  await recordEvent(
    tx,
    {
      requestId: newId(),
      ip: null,
      userAgent: null,
      actor: { type: "system", name: "worker" },
      tenant: { id: tenantId },
    },
    { action, target: { type: "domain", id: row.id, label: hostname } },
  );
  if (action === "domain.verified") return;
  const tenant = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    include: {
      account: {
        include: {
          accountMembers: {
            where: { role: "owner" },
            include: { user: { select: { email: true, locale: true } } },
          },
        },
      },
    },
  });
  for (const { user } of tenant.account.accountMembers) {
    const base = { to: user.email, locale: user.locale === "nl" ? ("nl" as const) : ("en" as const) };
    const data = { tenantName: tenant.name, hostname, slug: tenant.slug };
    if (action === "domain.dropped") await enqueueMail(tx, { ...base, template: "domain_dropped", data });
    else {
      const dropAt = (dropsAt ?? new Date()).toISOString();
      await enqueueMail(tx, { ...base, template: "domain_failing", data: { ...data, dropAt } });
    }
  }
}
