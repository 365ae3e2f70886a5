import "server-only";
import { LimitError } from "@/lib/core/errors";
import { admissionPool } from "@/lib/infra/database/pools";

/** Gauges (agents, tenants) do not start again with a period: they count under the zero id. */
export const GAUGE_PERIOD = "00000000-0000-0000-0000-000000000000";

/** Longer than any verb may run; the sweeper decides what becomes of a reservation that outlives it. */
const TTL_SECONDS = 60;

export type LimitReservation = {
  /** Id of the row that will exist when the work succeeded: how the sweeper tells whether it did. */
  id: string;
  accountId: string;
  tenantId: string | null;
  meter: string;
  feature: string;
  quantity: number;
  periodId?: string;
};

export type Reserved = { used: number; limit: number | null };

/**
 * Takes `quantity` of an account's limit, or takes nothing: exact under any number of parallel calls. Finish with
 * confirmReservation() or releaseReservation().
 * @throws LimitError limit_reached
 */
export async function reserveLimit(input: LimitReservation): Promise<Reserved> {
  const { rows } = await admissionPool().query<{
    granted: boolean;
    used: string;
    limit_value: string | null;
  }>({
    name: "reserve-limit",
    text: "select * from platform.reserve($1, $2, $3, $4, $5, $6, $7, $8)",
    values: [
      input.id,
      input.accountId,
      input.tenantId,
      input.meter,
      input.feature,
      input.periodId ?? GAUGE_PERIOD,
      input.quantity,
      TTL_SECONDS,
    ],
  });
  const row = rows[0];
  const limit = row?.limit_value == null ? null : Number(row.limit_value);
  if (row?.granted) return { used: Number(row.used), limit };
  throw new LimitError(input.feature, `Your plan allows ${limit ?? 0} ${input.meter.replaceAll("_", " ")}.`, {
    reason: limit === 0 ? "not_in_plan" : "limit_reached",
  });
}
