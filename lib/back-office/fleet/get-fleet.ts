import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { isUnavailable } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { RINGS } from "@/lib/tenancy/fleet/schema";
import { readMigrations } from "@/lib/tenancy/run-migrations";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { listCells } from "../cells/list-cells";
import type { CellDto } from "../cells/schema";
import type { FleetCellDto, FleetOverview } from "./schema";

type Inside = Pick<FleetCellDto, "placements" | "tenants" | "rings">;

/**
 * How far the migrations of this release are: per cell the files of its databases, and its workspaces by ring. A cell
 * that does not answer says so and holds up nobody.
 * @throws PermissionError
 */
export async function getFleet(ctx: StaffContext): Promise<FleetOverview> {
  assertStaff(ctx);
  const { data } = await listCells(ctx);
  return { data: await Promise.all(data.map(lookInto)) };
}

async function lookInto(cell: CellDto): Promise<FleetCellDto> {
  const version = readMigrations("tenant").at(-1)?.name ?? "";
  const inside = await read(cell).catch((error: unknown) => {
    if (isUnavailable(error)) return null;
    throw error;
  });
  if (inside) return { ...cell, reachable: true, version, ...inside };
  const tenants = { total: cell.placed, current: 0, behind: 0, failed: 0 };
  return { ...cell, reachable: false, version, placements: [], tenants, rings: [] };
}

async function read(cell: CellDto): Promise<Inside | null> {
  if (!cell.configured) return null;
  return withCell(cell.name, async (tx) => ({
    placements: await placements(tx, cell.name),
    tenants: await tenants(tx),
    rings: await rings(tx),
  }));
}

async function placements(tx: SystemTx, cell: string): Promise<Inside["placements"]> {
  const rows = await tx.$queryRaw<{ placement: string; applied: number; version: string }[]>`
    select placement, count(*)::int as applied, max(name) as version
    from migrations.applied where target = '' group by placement`;
  const own = cell === MAIN_CELL ? (["platform", "cell"] as const) : (["facade", "cell"] as const);
  return own.map((placement) => {
    const row = rows.find((entry) => entry.placement === placement);
    const total = readMigrations(placement).length;
    return { placement, applied: row?.applied ?? 0, total, version: row?.version ?? null };
  });
}

async function tenants(tx: SystemTx): Promise<Inside["tenants"]> {
  const names = readMigrations("tenant").map((migration) => migration.name);
  const [row] = await tx.$queryRaw<{ total: number; current: number; failed: number }[]>`
    select count(*)::int as total, count(*) filter (where a.n = ${names.length})::int as current,
      count(*) filter (where f.state = 'failed')::int as failed
    from shared.tenants s
    left join (select target, count(*) as n from migrations.applied
      where placement = 'tenant' and name = any (${names}) group by target) a
      on a.target = 't_' || replace(s.tenant_id::text, '-', '')
    left join migrations.fleet f on f.tenant_id = s.tenant_id`;
  const { total = 0, current = 0, failed = 0 } = row ?? {};
  return { total, current, behind: total - current, failed };
}

async function rings(tx: SystemTx): Promise<Inside["rings"]> {
  const rows = await tx.$queryRaw<{ ring: string; state: string; n: number }[]>`
    select f.ring, f.state, count(*)::int as n from migrations.fleet f
    join shared.tenants s on s.tenant_id = f.tenant_id group by f.ring, f.state`;
  const count = (ring: string, state: string) =>
    rows.find((row) => row.ring === ring && row.state === state)?.n ?? 0;
  return RINGS.map((ring) => ({
    ring,
    pending: count(ring, "pending"),
    running: count(ring, "running"),
    done: count(ring, "done"),
    failed: count(ring, "failed"),
  }));
}
