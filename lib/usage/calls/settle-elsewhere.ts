import "server-only";
import { admissionPool } from "@/lib/infra/database/pools";
import { logger } from "@/lib/infra/logger";
import { guardCell } from "@/lib/tenancy/cells/guard-cell";
import type { Settlement } from "./settle-call";
import { settlementColumns } from "./settlement-columns";

/**
 * Settles calls of tenants in another cell: first the events there, then the counters here. A process that dies in
 * between leaves a reservation whose event exists, which the sweeper counts; both halves may be repeated.
 * @throws DomainError tenant_unavailable
 */
export async function settleElsewhere(cell: string, calls: readonly Settlement[]): Promise<void> {
  const callIds = calls.map((call) => call.callId);
  await guardCell(cell, () =>
    twice(() =>
      admissionPool(cell).query({
        name: "record-calls",
        text: RECORD,
        values: [callIds, ...settlementColumns(calls)],
      }),
    ),
  );
  await twice(() =>
    admissionPool().query({
      name: "settle-elsewhere",
      text: "select platform.settle_elsewhere($1::uuid[], $2::uuid[], $3::uuid[], $4::boolean[])",
      values: [
        callIds,
        calls.map((call) => call.accountId),
        calls.map((call) => call.periodId),
        calls.map((call) => call.status < 400),
      ],
    }),
  );
}

const RECORD = `select platform.record_calls($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
  $7::int[], $8::int[], $9::bigint[], $10::text[])`;

async function twice(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    logger.warn({ error }, "settlement repeated");
    await run();
  }
}
