import "server-only";
import { systemPool } from "@/lib/infra/database/pools";
import { logger } from "@/lib/infra/logger";
import { onShutdown } from "@/lib/infra/on-shutdown";
import { onceAProcess } from "@/lib/infra/once-a-process";
import { guardCell } from "@/lib/tenancy/cells/guard-cell";

/** A request that consumed no quota: the portal's own, and keys' calls that were refused. */
export type RequestRecord = {
  id: string;
  tenantId: string;
  cell: string;
  method: string;
  route: string;
  status: number;
  durationMs: number;
  responseBytes: number;
  userId: string | null;
  apiKeyId: string | null;
  requestId: string;
  occurredAt: Date;
};

const FLUSH_MS = 1_000;
const FLUSH_AT = 500;
/** Beyond this the database is long gone; the ledger is no proof of billing, so the oldest rows may go. */
const MAX_BUFFERED = 10_000;

type Ledger = { rows: RequestRecord[]; timer?: NodeJS.Timeout };

function ledger() {
  return onceAProcess<Ledger>("request-ledger", () => {
    onShutdown(flushRequests);
    return { rows: [] };
  });
}

/** Notes a request in the ledger within a second, without making its caller wait. */
export function recordRequest(record: RequestRecord): void {
  const { rows } = ledger();
  rows.push(record);
  if (rows.length > MAX_BUFFERED) rows.splice(0, rows.length - MAX_BUFFERED);
  if (rows.length >= FLUSH_AT) void flushRequests();
  else schedule();
}

/** Writes what is buffered now. Rows that cannot be written stay for the next attempt. */
export async function flushRequests(): Promise<void> {
  const own = ledger();
  clearTimeout(own.timer);
  own.timer = undefined;
  const rows = own.rows.splice(0);
  if (rows.length === 0) return;
  const cells = new Set(rows.map((row) => row.cell));
  await Promise.all(
    [...cells].map((cell) =>
      write(
        cell,
        rows.filter((row) => row.cell === cell),
      ),
    ),
  );
}

async function write(cell: string, rows: RequestRecord[]): Promise<void> {
  try {
    await guardCell(cell, () => insert(cell, rows));
  } catch (error) {
    const own = ledger();
    logger.warn({ error, cell, rows: rows.length }, "request ledger not written");
    const room = MAX_BUFFERED - own.rows.length;
    if (room > 0) own.rows.unshift(...rows.slice(-room));
    schedule();
  }
}

function schedule(): void {
  const own = ledger();
  if (own.timer) return;
  own.timer = setTimeout(() => void flushRequests(), FLUSH_MS);
  own.timer.unref();
}

/** A tenant that was erased meanwhile has no ledger, and one that moves to another cell takes no more of it along. */
async function insert(cell: string, rows: RequestRecord[]): Promise<void> {
  await systemPool(cell).query({
    name: "insert-requests",
    text: `insert into shared.api_requests (tenant_id, id, method, route, status, duration_ms, response_bytes, user_id,
        api_key_id, request_id, occurred_at)
      select r.* from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::int[], $7::bigint[], $8::uuid[],
        $9::uuid[], $10::text[], $11::timestamptz[])
        r (tenant_id, id, method, route, status, duration_ms, response_bytes, user_id, api_key_id, request_id, occurred_at)
      join shared.tenants t on t.tenant_id = r.tenant_id and t.fenced_at is null`,
    values: [
      rows.map((row) => row.tenantId),
      rows.map((row) => row.id),
      rows.map((row) => row.method),
      rows.map((row) => row.route),
      rows.map((row) => row.status),
      rows.map((row) => row.durationMs),
      rows.map((row) => row.responseBytes),
      rows.map((row) => row.userId),
      rows.map((row) => row.apiKeyId),
      rows.map((row) => row.requestId.slice(0, 64)),
      rows.map((row) => row.occurredAt),
    ],
  });
}
