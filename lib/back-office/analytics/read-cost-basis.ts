import "server-only";
import type { CostBasis } from "@/lib/usage/analytics/cost-model";
import type { AnalyticsWindow } from "@/lib/usage/analytics/range";
import { NO_FIGURES, type Read, readFigures } from "@/lib/usage/analytics/read-figures";
import { API_CALLS } from "@/lib/usage/schema";

const DAY_MS = 86_400_000;

/** The metered quantities of a tenant in a window, and the storage of its last measured day. */
export async function readCostBasis(
  read: Read,
  tenantId: string,
  window: AnalyticsWindow,
  days: number,
): Promise<{ basis: CostBasis; storageBytes: number }> {
  const values = [tenantId, new Date(window.fromMs), new Date(window.toMs)];
  const [figures, storage, meters] = await Promise.all([
    readFigures(read, tenantId, window, null),
    read<{ bytes: string; last: string }>({
      name: "cost-storage",
      text: `select coalesce(avg(t.storage_bytes), 0)::bigint::text as bytes,
          coalesce((array_agg(t.storage_bytes order by t.day desc))[1], 0)::text as last
        from warehouse.tenant_daily t where t.tenant_id = $1 and t.day >= $2 and t.day < $3 and t.storage_bytes > 0`,
      values: [tenantId, new Date(Math.floor(window.fromMs / DAY_MS) * DAY_MS), values[2]],
    }),
    read<{ meter: string; quantity: string }>({
      name: "cost-meters",
      text: `select h.meter, sum(h.quantity)::text as quantity from warehouse.usage_hourly h
        where h.tenant_id = $1 and h.hour >= $2 and h.hour < $3 group by 1 order by 1`,
      values,
    }),
  ]);
  const total = figures.get("") ?? NO_FIGURES;
  const [stored] = storage;
  return {
    basis: {
      requests: total.requests,
      computeMs: total.durationMs,
      egressBytes: total.responseBytes,
      storageByteDays: Number(stored?.bytes ?? 0) * days,
      days,
      meters: meters
        .filter(({ meter }) => meter !== API_CALLS)
        .map(({ meter, quantity }) => ({ meter, quantity: Number(quantity) })),
    },
    storageBytes: Number(stored?.last ?? 0),
  };
}
