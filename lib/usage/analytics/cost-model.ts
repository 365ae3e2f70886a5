import type { UnitCosts } from "@/lib/core/unit-costs";

const GB = 1_000_000_000;
const MONTH_DAYS = 30;

/** What a tenant used in a range. */
export type CostBasis = {
  requests: number;
  computeMs: number;
  egressBytes: number;
  /** Sum over the days of the bytes stored on each. */
  storageByteDays: number;
  /** Days of the range in which the tenant existed, in fractions. */
  days: number;
  meters: readonly { meter: string; quantity: number }[];
};

export type CostLine = {
  item: "requests" | "compute" | "egress" | "storage" | "base" | "meter";
  /** Name of the meter for `meter` lines. */
  meter: string | null;
  quantity: number;
  /** Millionths of the currency's major unit. */
  micros: number;
};

/** The cost of a tenant by the model of docs/operations.md: quantities times unit costs, nothing else. */
export function tenantCost(basis: CostBasis, unit: UnitCosts): { lines: CostLine[]; totalMicros: number } {
  const line = (item: CostLine["item"], quantity: number, each: number, meter: string | null = null) => ({
    item,
    meter,
    quantity,
    micros: Math.round(quantity * each),
  });
  const lines = [
    line("base", basis.days / MONTH_DAYS, unit.tenant_month_micros),
    line("requests", basis.requests, unit.request_micros),
    line("compute", basis.computeMs / 1_000, unit.compute_second_micros),
    line("egress", basis.egressBytes / GB, unit.egress_gb_micros),
    line("storage", basis.storageByteDays / GB / MONTH_DAYS, unit.storage_gb_month_micros),
    ...basis.meters
      .filter(({ meter }) => unit.meters[meter] !== undefined)
      .map(({ meter, quantity }) => line("meter", quantity, unit.meters[meter] ?? 0, meter)),
  ];
  return { lines, totalMicros: lines.reduce((sum, { micros }) => sum + micros, 0) };
}
