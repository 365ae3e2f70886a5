import "server-only";
import pg from "pg";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { searchObjects } from "@/lib/infra/object-store";
import { RETAINED } from "./retained";

export type Leftover = { where: string; hits: number; allowed: boolean };
export type LeftoverReport = {
  tables: number;
  files: number;
  /** Tables that could not be read: never an empty answer by mistake. */
  unreadable: string[];
  leftovers: Leftover[];
};

export type LeftoverSearch = {
  /** Ids and strings to look for; ids also without their dashes. */
  needles: readonly string[];
  cell?: string;
  /** Every column of every row, and the schemas of other tenants too. */
  everywhere?: boolean;
};

const LEAVES = `
  select n.nspname as schema, c.relname as name, n.nspname in ('shared', 'warehouse') and exists (
      select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') as keyed, c.relowner = (select oid from pg_roles where rolname = current_user)
      or has_table_privilege(c.oid, 'select') as readable
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname !~ '^pg_(catalog|toast|temp)' and n.nspname <> 'information_schema'
    and ($1 or n.nspname !~ '^t_[0-9a-f]{32}$')
  order by 1, 2`;

/**
 * Looks for what is left of erased tenants: in every column of every table (text, JSON, bytes as text) of a cell's
 * database and in every stored file. Hits in tables of RETAINED are marked as allowed.
 */
export async function findLeftovers(search: LeftoverSearch): Promise<LeftoverReport> {
  const pattern = patternOf(search.needles);
  const report: LeftoverReport = { tables: 0, files: 0, unreadable: [], leftovers: [] };
  const owner = await ownerPool(search.cell).connect();
  try {
    const { rows } = await owner.query<{ schema: string; name: string; readable: boolean; keyed: boolean }>(
      LEAVES,
      [search.everywhere ?? false],
    );
    for (const { schema, name, readable, keyed } of rows) {
      const table = `${schema}.${name}`;
      // The queue belongs to the system role alone.
      const reader = readable ? owner : systemPool(search.cell);
      // Of millions of rows by tenant the column is enough; a proof reads them all the same.
      const subject = keyed && !search.everywhere ? "x.tenant_id::text" : "x::text";
      const hits = await countHits(reader, { schema, name, subject }, pattern).catch((error: unknown) => {
        if (!isDenied(error)) throw error;
        report.unreadable.push(table);
        return 0;
      });
      report.tables += 1;
      if (hits > 0) report.leftovers.push({ where: table, hits, allowed: Object.hasOwn(RETAINED, table) });
    }
  } finally {
    owner.release();
  }
  const files = await searchObjects(search.needles);
  report.files = files.searched;
  for (const where of files.found) report.leftovers.push({ where, hits: 1, allowed: false });
  return report;
}

async function countHits(
  reader: Pick<pg.ClientBase, "query">,
  { schema, name, subject }: { schema: string; name: string; subject: string },
  pattern: string,
): Promise<number> {
  const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
  const { rows } = await reader.query<{ hits: number }>(
    `select count(*)::int as hits from ${table} x where ${subject} ~ $1`,
    [pattern],
  );
  return rows[0]?.hits ?? 0;
}

/** One expression for all needles, each also as bytes would show it. */
function patternOf(needles: readonly string[]): string {
  if (needles.length === 0) throw new TypeError("nothing to look for");
  const forms = needles.flatMap((needle) => [
    needle,
    needle.replaceAll("-", ""),
    Buffer.from(needle).toString("hex"),
  ]);
  return [...new Set(forms)].map((form) => form.replace(/[^\w]/g, "\\$&")).join("|");
}

function isDenied(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "42501";
}
