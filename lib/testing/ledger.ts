import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";

export type LedgerRow = {
  at: Date;
  route?: string;
  status?: number;
  durationMs?: number;
  userId?: string | null;
  apiKeyId?: string | null;
  responseBytes?: number;
  /** Counted calls are usage events; the rest is in the request ledger. */
  counted?: boolean;
};

/** Writes requests into the ledger as admission and the portal do. */
export async function addRequests(
  tenantId: string,
  rows: readonly LedgerRow[],
  cell?: string,
): Promise<void> {
  const columns = (list: readonly LedgerRow[]) => [
    tenantId,
    list.map(() => newId()),
    list.map((row) => row.route ?? "/api/v1/agents"),
    list.map((row) => row.status ?? 200),
    list.map((row) => row.durationMs ?? 10),
    list.map((row) => row.responseBytes ?? 100),
    list.map((row) => row.userId ?? null),
    list.map((row) => row.apiKeyId ?? null),
    list.map((row) => row.at),
  ];
  const from = `from unnest($2::uuid[], $3::text[], $4::int[], $5::int[], $6::bigint[], $7::uuid[], $8::uuid[], $9::timestamptz[])
    r (id, route, status, duration, bytes, person, key, at)`;
  await systemPool(cell).query(
    `insert into shared.api_requests (tenant_id, id, method, route, status, duration_ms, response_bytes, user_id, api_key_id, request_id, occurred_at)
     select $1, r.id, 'GET', r.route, r.status, r.duration, r.bytes, r.person, r.key, 'test', r.at ${from}`,
    columns(rows.filter((row) => !row.counted)),
  );
  await systemPool(cell).query(
    `insert into shared.usage_events (tenant_id, id, idempotency_key, meter, quantity, period_id, api_key_id, route, status, duration_ms, response_bytes, occurred_at)
     select $1, r.id, 'call:' || r.id, 'api_calls', 1, r.id, r.key, 'GET ' || r.route, r.status, r.duration, r.bytes, r.at
     ${from} where r.person is null`,
    columns(rows.filter((row) => row.counted)),
  );
}
