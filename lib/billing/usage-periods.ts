import "server-only";
import type { Subscription } from "@/lib/infra/prisma/generated/client";
import type { SystemTx } from "@/lib/tenancy/with-system";

export type Window = { start: Date; end: Date };

/**
 * The monthly windows of a paid period. A year is counted month by month from its first day; a day that a month
 * does not have becomes its last one, and the windows neither overlap nor leave a gap.
 */
export function usageWindows(start: Date, end: Date, interval: string): Window[] {
  if (interval !== "year") return [{ start, end }];
  const windows: Window[] = [];
  for (let month = 0, from = start; from < end; month += 1) {
    const to = month === 11 ? end : earlier(addMonths(start, month + 1), end);
    windows.push({ start: from, end: to });
    from = to;
  }
  return windows;
}

function addMonths(date: Date, months: number): Date {
  const moved = new Date(date);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(date.getUTCDate(), last));
  return moved;
}

const earlier = (a: Date, b: Date) => (a < b ? a : b);

/**
 * Makes the account's usage periods follow its subscription: half-open rows, no overlap, counters keep their row.
 * Without a live one, what was planned ahead goes and the running period ends with the subscription.
 */
export async function syncUsagePeriods(
  tx: SystemTx,
  accountId: string,
  live: Pick<Subscription, "currentPeriodStart" | "currentPeriodEnd" | "billingInterval"> | null,
  endedAt: Date | null,
  now: Date,
): Promise<void> {
  const start = live?.currentPeriodStart;
  const end = live?.currentPeriodEnd;
  const windows = start && end ? usageWindows(start, end, live.billingInterval) : [];
  // The same lock as platform.current_period(): it opens calendar periods by itself.
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`period:${accountId}`}, 0))::text`;
  await tx.usagePeriod.deleteMany({
    where: {
      accountId,
      source: "stripe",
      startsAt: { gt: now, notIn: windows.map((window) => window.start) },
    },
  });
  if (windows.length === 0 && endedAt && endedAt <= now) await cutAt(tx, accountId, endedAt);
  for (const window of windows) if (window.end > now) await placeWindow(tx, accountId, window, now);
}

/** Ends a stripe period that would outlive its subscription. */
async function cutAt(tx: SystemTx, accountId: string, endedAt: Date): Promise<void> {
  await tx.usagePeriod.updateMany({
    where: { accountId, source: "stripe", startsAt: { lt: endedAt }, endsAt: { gt: endedAt } },
    data: { endsAt: endedAt },
  });
}

async function placeWindow(tx: SystemTx, accountId: string, window: Window, now: Date): Promise<void> {
  await tx.usagePeriod.updateMany({
    where: { accountId, startsAt: { lt: window.start }, endsAt: { gt: window.start } },
    data: { endsAt: window.start },
  });
  const inside = await tx.usagePeriod.findFirst({
    where: { accountId, startsAt: { gte: window.start, lt: window.end } },
    orderBy: { startsAt: "desc" },
  });
  // A period that began inside the window before we heard of it keeps its counters and ends with the window.
  if (inside && (inside.startsAt <= now || inside.startsAt.getTime() === window.start.getTime())) {
    if (inside.endsAt.getTime() === window.end.getTime() && inside.source === "stripe") return;
    await tx.usagePeriod.update({
      where: { id: inside.id },
      data: { endsAt: window.end, source: "stripe" },
    });
    return;
  }
  await tx.usagePeriod.create({
    data: { accountId, startsAt: window.start, endsAt: window.end, source: "stripe" },
  });
}
