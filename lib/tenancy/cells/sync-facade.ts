import "server-only";
import type pg from "pg";

type Signature = {
  name: string;
  /** As in a CREATE FUNCTION, with names. */
  parameters: string;
  types: string[];
  result: string;
};

/** What tenants may call in the control plane's schema. */
const CALLABLE = `
  select p.proname as name, pg_get_function_arguments(p.oid) as parameters, pg_get_function_result(p.oid) as result,
    array(select format_type(t, null) from unnest(p.proargtypes::oid[]) with ordinality a (t, n) order by n) as types
  from pg_proc p
  where p.pronamespace = 'platform'::regnamespace and has_function_privilege('atrium_tenant', p.oid, 'execute')
  order by p.proname`;

/**
 * Gives a cell the functions of the control plane that tenants call, under the same names: those that return nothing
 * write down the call for the relay, those that return rows answer from the mirror. Repeated by every migration run,
 * so a function that the control plane gains is there before code calls it.
 */
export async function syncFacade(main: pg.ClientBase, cell: pg.ClientBase): Promise<void> {
  const { rows } = await main.query<Signature>(CALLABLE);
  await cell.query("begin");
  try {
    await cell.query("set local lock_timeout = '1s'");
    await cell.query("select pg_advisory_xact_lock(7203120)");
    for (const signature of rows) {
      await cell.query(define(signature));
      const name = `platform.${signature.name}(${signature.types.join(", ")})`;
      await cell.query(`revoke all on function ${name} from public`);
      await cell.query(`grant execute on function ${name} to atrium_tenant, atrium_system`);
    }
    await cell.query("commit");
  } catch (error) {
    await cell.query("rollback");
    throw error;
  }
}

function define({ name, parameters, types, result }: Signature): string {
  const head = `create or replace function platform.${name}(${parameters}) returns ${result}
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $facade$`;
  if (result === "void") {
    const values = types.map((_, index) => `$${index + 1}::text`).join(", ");
    return `${head} begin perform platform.note_change('${name}(${types.join(",")})', jsonb_build_array(${values})); end $facade$`;
  }
  const columns = /^TABLE\((.*)\)$/.exec(result)?.[1];
  if (columns !== undefined && types.length === 0) {
    return `${head} #variable_conflict use_column
      begin return query select x.* from platform.mirrors m, jsonb_to_recordset(m.rows) as x(${columns})
      where m.tenant_id = current_setting('app.tenant_id')::uuid and m.function = '${name}'; end $facade$`;
  }
  return `${head} begin raise exception 'platform.${name} does not exist in this cell' using errcode = '0A000'; end $facade$`;
}
