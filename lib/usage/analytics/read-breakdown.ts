import "server-only";
import { PORTAL_CALLER } from "../roll-up/roll-up-tenant";
import type { AnalyticsWindow } from "./range";
import { type Dimension, presentFigures, type Read, readFigures } from "./read-figures";
import type { BreakdownBy, BreakdownRowDto } from "./schema";

const DIMENSION: Record<BreakdownBy, Dimension> = { route: "route", api_key: "caller", status: "status" };
export const PORTAL_KEY = "portal";

/** Requests by route, API key or status, the busiest first. Keys that are gone keep their id as label. */
export async function readBreakdown(
  read: Read,
  tenantId: string,
  window: AnalyticsWindow,
  by: BreakdownBy,
): Promise<BreakdownRowDto[]> {
  const [figures, names] = await Promise.all([
    readFigures(read, tenantId, window, DIMENSION[by]),
    by === "api_key" ? keyNames(read, tenantId) : new Map<string, string>(),
  ]);
  return [...figures]
    .map(([value, row]) => {
      const key = by === "api_key" && value === PORTAL_CALLER ? PORTAL_KEY : value;
      return { key, label: names.get(key) ?? key, ...presentFigures(row) };
    })
    .sort((a, b) => b.requests - a.requests || (a.key < b.key ? -1 : 1));
}

async function keyNames(read: Read, tenantId: string): Promise<Map<string, string>> {
  const rows = await read<{ id: string; name: string }>({
    name: "analytics-key-names",
    text: "select k.id::text as id, k.name from shared.api_keys k where k.tenant_id = $1",
    values: [tenantId],
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
