import "server-only";
import { createBatcher } from "@/lib/infra/create-batcher";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { admissionPool } from "@/lib/infra/database/pools";
import { logger } from "@/lib/infra/logger";
import { settleElsewhere } from "./settle-elsewhere";
import { settlementColumns } from "./settlement-columns";

/** An answered call with the reservation it held. */
export type Settlement = {
  callId: string;
  accountId: string;
  tenantId: string;
  /** The cell that holds the tenant's usage. */
  cell: string;
  periodId: string;
  apiKeyId: string;
  method: string;
  route: string;
  status: number;
  durationMs: number;
  responseBytes: number;
  requestId: string;
};

/**
 * Ends an admitted call: an answer below 400 is counted and becomes a usage event, any other gives its reservation
 * back and is noted in the request ledger. Resolves after the commit, so the caller may acknowledge; calls that end
 * together share the statement.
 * @throws DomainError tenant_unavailable when the tenant's cell went down meanwhile: the sweeper gives the call back
 */
export async function settleCall(settlement: Settlement): Promise<void> {
  const failure = await settleTogether(settlement);
  if (failure !== undefined) throw failure;
}

const settleTogether = createBatcher(settleCalls, { maxBatch: 100, maxFlights: 2 });

const SETTLE = `select platform.settle($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
  $8::int[], $9::int[], $10::bigint[], $11::text[])`;

async function settleCalls(calls: Settlement[]): Promise<unknown[]> {
  const here = calls.filter((call) => call.cell === MAIN_CELL);
  const cells = new Set(calls.map((call) => call.cell).filter((cell) => cell !== MAIN_CELL));
  const failures = new Map<string, unknown>();
  await Promise.all([
    here.length > 0 && settleHere(here),
    ...[...cells].map((cell) =>
      settleElsewhere(
        cell,
        calls.filter((call) => call.cell === cell),
      ).catch((error: unknown) => failures.set(cell, error)),
    ),
  ]);
  return calls.map((call) => failures.get(call.cell));
}

async function settleHere(calls: Settlement[]): Promise<void> {
  const statement = {
    name: "settle",
    text: SETTLE,
    values: [
      calls.map((call) => call.callId),
      calls.map((call) => call.accountId),
      ...settlementColumns(calls),
    ],
  };
  try {
    await admissionPool().query(statement);
  } catch (error) {
    // The connection may have died before or after the commit. Settling is idempotent, so once more is safe.
    logger.warn({ error, calls: calls.length }, "settlement repeated");
    await admissionPool().query(statement);
  }
}
