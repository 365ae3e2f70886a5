import pg from "pg";
import { readTables } from "../isolation/canaries/read-tables";
import { rowsOfTenant } from "../isolation/canaries/tenant-rows";
import { BREACH } from "./run-statement";

/**
 * Sets a witness on every table: whoever inserts, changes or deletes a row of the tenant is stopped with a code of
 * its own, so that a breach is seen in the statement that made it, also when it is rolled back.
 */
export async function setWitnesses(
  superUrl: string,
  tenant: { id: string; accountId: string },
): Promise<number> {
  const db = new pg.Client({ connectionString: superUrl });
  await db.connect();
  try {
    const tables = await readTables(db, tenant.id);
    await db.query(WITNESS);
    const people = tables.some(({ name }) => name === "platform.user_tenants")
      ? (
          await db.query<{ id: string }>(
            "select user_id::text as id from platform.user_tenants where tenant_id = $1",
            [tenant.id],
          )
        ).rows
      : [];
    const watched = [tenant.id, tenant.accountId, people.map(({ id }) => id).join(" ")];
    let count = 0;
    for (const table of tables) {
      const condition = rowsOfTenant(table, tables);
      if (!condition) continue;
      const whole = condition === "true";
      await db.query(
        `create or replace trigger zz_witness after insert or update or delete on ${table.name} for each row
         execute function public.witness(${[whole ? "all" : "", ...watched].map((v) => `'${v}'`).join(", ")})`,
      );
      count += 1;
    }
    return count;
  } finally {
    await db.end();
  }
}

const WITNESS = `
  create or replace function public.witness() returns trigger language plpgsql security definer as $$
  declare
    seen jsonb := coalesce(to_jsonb(old), '{}') || '{}';
    made jsonb := coalesce(to_jsonb(new), '{}') || '{}';
    one jsonb;
  begin
    foreach one in array array[seen, made] loop
      if (tg_argv[0] = 'all' and one <> '{}') or one->>'tenant_id' = tg_argv[1]
        or (tg_table_name = 'users' and strpos(tg_argv[3], one->>'id') > 0)
        or (tg_table_schema = 'platform' and (one->>'account_id' = tg_argv[2]
          or (tg_table_name in ('tenants', 'accounts') and one->>'id' in (tg_argv[1], tg_argv[2])))) then
        raise exception 'a row of the watched tenant in %.% changed', tg_table_schema, tg_table_name using errcode = '${BREACH}';
      end if;
    end loop;
    return null;
  end $$`;
