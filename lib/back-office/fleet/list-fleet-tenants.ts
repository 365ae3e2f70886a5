import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { NotFoundError } from "@/lib/core/errors";
import { cellNames } from "@/lib/infra/database/cells";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { readMigrations } from "@/lib/tenancy/run-migrations";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { type FleetQuery, type FleetTenantDto, type FleetTenantPage, fleetQuery } from "./schema";

type Row = Omit<FleetTenantDto, "name" | "updated_at"> & {
  updated_at: Date | null;
  created_at: Date;
};

/**
 * The workspaces of a cell, or of all that answer, with the state of their schema, newest first. One that no run has touched since it was
 * made is done when its schema is current, else pending.
 * @throws PermissionError; NotFoundError for an unknown cell; DomainError tenant_unavailable while the cell is down
 */
export async function listFleetTenants(ctx: StaffContext, input: FleetQuery): Promise<FleetTenantPage> {
  assertStaff(ctx);
  const query = fleetQuery.parse(input);
  if (query.cell !== undefined && !cellNames().includes(query.cell)) throw new NotFoundError("cell");
  const wanted = query.state ? Prisma.sql`r.state = ${query.state}` : Prisma.sql`true`;
  const named = query.q ? Prisma.sql`strpos(r.slug, ${query.q.toLowerCase()}) > 0` : Prisma.sql`true`;
  const where = Prisma.sql`${wanted} and ${named} and ${after(query.cursor)}`;
  const look = (cell: string) => withCell(cell, (tx) => select(tx, cell, where, query.limit + 1));
  const found = query.cell === undefined ? (await eachCell(look)).flat() : await look(query.cell);
  const rows = found.toSorted(newestFirst).slice(0, query.limit + 1);
  const names = await namesOf(rows.map((row) => row.id));
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.created_at, id: row.id }),
    ({ created_at: _, updated_at, ...row }) => ({
      ...row,
      name: names.get(row.id) ?? row.slug,
      updated_at: updated_at?.toISOString() ?? null,
    }),
  );
}

function after(cursor: string | undefined): Prisma.Sql {
  if (!cursor) return Prisma.sql`true`;
  const { at, id } = decodeCursor(cursor);
  return Prisma.sql`(r.created_at, r.id) < (${at.toISOString()}::timestamptz, ${id}::uuid)`;
}

function newestFirst(a: Row, b: Row): number {
  return b.created_at.getTime() - a.created_at.getTime() || (a.id < b.id ? 1 : -1);
}

function select(tx: SystemTx, cell: string, where: Prisma.Sql, limit: number): Promise<Row[]> {
  const files = readMigrations("tenant").map((migration) => migration.name);
  return tx.$queryRaw<Row[]>`
    select r.id::text, r.slug::text, ${cell}::text as cell, r.version, r.ring, r.state, r.attempts, r.error, r.took_ms, r.updated_at, r.created_at
    from (
      select s.tenant_id as id, s.slug, s.created_at, a.version, f.ring, coalesce(f.attempts, 0) as attempts, f.error,
        f.took_ms, f.updated_at,
        case when f.state in ('running', 'failed') then f.state when coalesce(a.n, 0) < ${files.length} then 'pending'
          else 'done' end as state
      from shared.tenants s
      left join (select target, count(*) filter (where name = any (${files})) as n, max(name) as version
        from migrations.applied where placement = 'tenant' group by target) a
        on a.target = 't_' || replace(s.tenant_id::text, '-', '')
      left join migrations.fleet f on f.tenant_id = s.tenant_id
    ) r where ${where} order by r.created_at desc, r.id desc limit ${limit}`;
}

async function namesOf(ids: string[]): Promise<Map<string, string>> {
  const rows = await withSystem((tx) =>
    tx.tenant.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
