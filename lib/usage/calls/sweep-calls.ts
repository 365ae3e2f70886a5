import "server-only";
import { remoteCells } from "@/lib/infra/database/cells";
import { systemPool } from "@/lib/infra/database/pools";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { guardCell } from "@/lib/tenancy/cells/guard-cell";

const BATCH = 500;

/** Gives back what dead processes had reserved for calls that they never answered. Returns how many. */
export async function sweepCalls(): Promise<number> {
  let total = await countRecorded();
  for (;;) {
    const { rows } = await systemPool().query<{ swept: number }>("select platform.sweep_calls($1) as swept", [
      BATCH,
    ]);
    const swept = rows[0]?.swept ?? 0;
    total += swept;
    if (swept < BATCH) return total;
  }
}

/** Calls whose event another cell holds were answered: their process died before it counted them here. */
async function countRecorded(): Promise<number> {
  const counts = await eachCell(countRecordedIn, remoteCells());
  return counts.reduce((sum, count) => sum + count, 0);
}

type Expired = { id: string; account_id: string; period_id: string; tenant_id: string };

async function countRecordedIn(cell: string): Promise<number> {
  const { rows } = await systemPool().query<Expired>(
    `select r.id, r.account_id, r.period_id, t.id as tenant_id from platform.reservations r
     join platform.tenants t on t.account_id = r.account_id and t.cell = $1 and t.status <> 'erased'
     where r.expires_at < now() and r.meter = 'api_calls' order by r.expires_at limit ${BATCH}`,
    [cell],
  );
  if (rows.length === 0) return 0;
  const recorded = await guardCell(cell, () =>
    systemPool(cell).query<{ id: string }>(
      "select id from platform.recorded_calls($1::uuid[], $2::uuid[]) r (id)",
      [rows.map((row) => row.tenant_id), rows.map((row) => row.id)],
    ),
  );
  const ids = new Set(recorded.rows.map((row) => row.id));
  const found = rows.filter((row) => ids.delete(row.id));
  if (found.length === 0) return 0;
  await systemPool().query(
    "select platform.settle_elsewhere($1::uuid[], $2::uuid[], $3::uuid[], $4::boolean[])",
    [
      found.map((row) => row.id),
      found.map((row) => row.account_id),
      found.map((row) => row.period_id),
      found.map(() => true),
    ],
  );
  return found.length;
}
