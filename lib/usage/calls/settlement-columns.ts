import "server-only";
import type { Settlement } from "./settle-call";

/** What the ledger and the usage events take of answered calls, a column each, from the tenant on. */
export function settlementColumns(calls: readonly Settlement[]): unknown[] {
  return [
    calls.map((call) => call.tenantId),
    calls.map((call) => call.periodId),
    calls.map((call) => call.apiKeyId),
    calls.map((call) => call.method),
    calls.map((call) => call.route),
    calls.map((call) => call.status),
    calls.map((call) => call.durationMs),
    calls.map((call) => call.responseBytes),
    calls.map((call) => call.requestId),
  ];
}
