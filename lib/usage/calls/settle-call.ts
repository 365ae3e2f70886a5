import "server-only";
import { createBatcher } from "@/lib/infra/create-batcher";
import { admissionPool } from "@/lib/infra/database/pools";
import { logger } from "@/lib/infra/logger";

/** An answered call with the reservation it held. */
export type Settlement = {
  callId: string;
  accountId: string;
  tenantId: string;
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
 */
export const settleCall: (settlement: Settlement) => Promise<undefined> = createBatcher(settleCalls, {
  maxBatch: 100,
  maxFlights: 2,
});

const SETTLE = `select platform.settle($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
  $8::int[], $9::int[], $10::bigint[], $11::text[])`;

async function settleCalls(calls: Settlement[]): Promise<undefined[]> {
  const statement = {
    name: "settle",
    text: SETTLE,
    values: [
      calls.map((call) => call.callId),
      calls.map((call) => call.accountId),
      calls.map((call) => call.tenantId),
      calls.map((call) => call.periodId),
      calls.map((call) => call.apiKeyId),
      calls.map((call) => call.method),
      calls.map((call) => call.route),
      calls.map((call) => call.status),
      calls.map((call) => call.durationMs),
      calls.map((call) => call.responseBytes),
      calls.map((call) => call.requestId),
    ],
  };
  try {
    await admissionPool().query(statement);
  } catch (error) {
    // The connection may have died before or after the commit. Settling is idempotent, so once more is safe.
    logger.warn({ error, calls: calls.length }, "settlement repeated");
    await admissionPool().query(statement);
  }
  return calls.map(() => undefined);
}
