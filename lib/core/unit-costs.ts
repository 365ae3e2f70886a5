import * as z from "zod";

const micros = z.number().min(0);

/** What one unit costs us, in millionths of the currency's major unit. UNIT_COSTS overrides any of them. */
export const unitCosts = z.strictObject({
  currency: z.string().length(3).default("usd"),
  /** One request, whatever it did: edge, admission, ledger. */
  request_micros: micros.default(2),
  /** One second in which a request was worked on. */
  compute_second_micros: micros.default(25),
  /** One GB (10⁹ bytes) sent. */
  egress_gb_micros: micros.default(90_000),
  /** One GB kept for 30 days. */
  storage_gb_month_micros: micros.default(230_000),
  /** A workspace for 30 days: its schema, backups and share of the platform. */
  tenant_month_micros: micros.default(450_000),
  /** One unit of a recorded meter, by its name. */
  meters: z.record(z.string(), micros).default({ execution_ms: 0.03 }),
});
export type UnitCosts = z.output<typeof unitCosts>;
