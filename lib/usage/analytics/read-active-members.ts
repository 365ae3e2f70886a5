import "server-only";
import type { AnalyticsWindow } from "./range";
import type { Read } from "./read-figures";
import type { ActiveMembersDto } from "./schema";

const DAY_MS = 86_400_000;

type Row = { day: Date; active_day: number; active_week: number; active_month: number };

/** Unique members by UTC day, oldest first: counts only, days before the first figure as 0. */
export async function readActiveMembers(
  read: Read,
  tenantId: string,
  { fromMs, toMs }: Pick<AnalyticsWindow, "fromMs" | "toMs">,
): Promise<ActiveMembersDto[]> {
  const first = Math.floor(fromMs / DAY_MS) * DAY_MS;
  const rows = await read<Row>({
    name: "analytics-members",
    text: `select t.day, t.active_day, t.active_week, t.active_month from warehouse.tenant_daily t
      where t.tenant_id = $1 and t.day >= $2 and t.day < $3`,
    values: [tenantId, new Date(first), new Date(toMs)],
  });
  const found = new Map(rows.map((row) => [row.day.getTime(), row]));
  return Array.from({ length: Math.ceil((toMs - first) / DAY_MS) }, (_, index) => {
    const row = found.get(first + index * DAY_MS);
    return {
      day: new Date(first + index * DAY_MS).toISOString(),
      daily: row?.active_day ?? 0,
      weekly: row?.active_week ?? 0,
      monthly: row?.active_month ?? 0,
    };
  });
}
