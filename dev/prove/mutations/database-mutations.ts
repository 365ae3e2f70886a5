import type pg from "pg";
import { newId } from "@/lib/core/ids";
import { schemaName } from "@/lib/tenancy/schema-name";
import { readTables, type Table } from "../isolation/canaries/read-tables";
import type { Mutation, World } from "./trial";

/** Every guard that the database holds, taken away one at a time. */
export async function databaseMutations(world: World): Promise<Mutation[]> {
  const tables = await readTables(world.db, world.b.id);
  const guarded = tables.filter(({ schema }) => schema === "shared" || schema === "warehouse");
  return [
    ...(await policies(world.db, tables)),
    ...guarded.filter(hasTenant).flatMap((table) => weakened(table)),
    ...tables.flatMap((table) => foreignKeys(table, world)),
    ...tables.flatMap((table) => uniques(table)),
    ...(await functions(world.db, world)),
    ...grants(tables, world),
  ];
}

const hasTenant = (table: Table) => table.columns.some(({ name }) => name === "tenant_id");

async function policies(db: pg.ClientBase, tables: readonly Table[]): Promise<Mutation[]> {
  const { rows } = await db.query<{ table: string; policy: string }>(
    `select format('%I.%I', n.nspname, c.relname) as table, p.polname as policy from pg_policy p
     join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where not c.relispartition order by 1, 2`,
  );
  return rows.map(({ table, policy }) => ({
    name: `policy ${policy} on ${table} dropped`,
    kind: "policy",
    sql: `drop policy "${policy}" on ${table}`,
    ...withTable(tables.find(({ name }) => name === table)),
  }));
}

const withTable = (table: Table | undefined) => (table ? { table } : {});

function weakened(table: Table): Mutation[] {
  const open = (policy: string) => `drop policy if exists ${policy} on ${table.name}`;
  const any = "tenant_id is not null";
  return [
    {
      name: `row security of ${table.name} disabled`,
      kind: "row security",
      sql: `alter table ${table.name} disable row level security`,
      table,
    },
    {
      name: `row security of ${table.name} not forced`,
      kind: "row security",
      sql: `alter table ${table.name} no force row level security`,
      table,
    },
    {
      name: `policies of ${table.name} name tenant_id but compare nothing`,
      kind: "policy",
      sql: `${open("tenant_only")}; ${open("tenant_rows")};
        create policy tenant_only on ${table.name} as restrictive to atrium_tenant using (${any}) with check (${any});
        create policy tenant_rows on ${table.name} to atrium_tenant using (${any}) with check (${any})`,
      table,
    },
  ];
}

function foreignKeys(table: Table, world: World): Mutation[] {
  return table.foreignKeys.map((key) => {
    const column = key.columns.findLast((name) => name !== "tenant_id") ?? key.columns[0] ?? "";
    const type = table.columns.find(({ name }) => name === column)?.type ?? "uuid";
    const value = type === "uuid" ? `'${newId()}'` : type === "integer" ? "-1" : "'nowhere'";
    return {
      name: `foreign key ${key.name} of ${plain(table.name, world)} dropped`,
      kind: "foreign key" as const,
      sql: `alter table ${table.name} drop constraint "${key.name}"`,
      table,
      probes: [
        `${unguarded(table)}; update ${table.name} set ${column} = ${value} where ctid = (select min(ctid) from ${table.name})`,
        `${unguarded(table)}; ${copyOf(table, [`'${column}', ${value}`, ...fresh(table, key.columns)])}`,
      ],
    };
  });
}

function uniques(table: Table): Mutation[] {
  return table.uniques.map((unique) => {
    return {
      name: `unique ${unique.name.replace(/^t_[0-9a-f]{32}/, "tenant")} dropped`,
      kind: "unique" as const,
      sql: dropUnique(table, unique.name),
      table,
      probes: [copyOf(table, fresh(table, unique.columns))],
    };
  });
}

/** Takes away what may refuse a row before its foreign keys do: checks and triggers of the table's own. */
function unguarded({ name }: Table): string {
  return `do $x$ declare guard name; begin
    for guard in select conname from pg_constraint where conrelid = '${name}'::regclass and contype = 'c' loop
      execute format('alter table ${name} drop constraint %I', guard); end loop; end $x$;
    alter table ${name} disable trigger user`;
}

/** Inserts a copy of a row with some values replaced. */
function copyOf(table: Table, changes: readonly string[]): string {
  const row = `(select t from ${table.name} t limit 1)`;
  return `insert into ${table.name} select (jsonb_populate_record(null::${table.name}, to_jsonb(${row}) || jsonb_build_object(${changes.join(", ")}))).*`;
}

/** New values for what is unique, except for the columns that the probe is about. */
function fresh(table: Table, kept: readonly string[]): string[] {
  const unique = new Set(table.uniques.flatMap(({ columns }) => columns));
  return table.columns
    .filter(({ name }) => unique.has(name) && !kept.includes(name) && name !== "tenant_id")
    .flatMap(({ name, type }) => {
      if (type === "uuid") return [`'${name}', gen_random_uuid()`];
      if (type === "bytea") return [`'${name}', gen_random_uuid()::text::bytea`];
      return /char|text/.test(type) ? [`'${name}', 'p' || floor(random() * 1e6)`] : [];
    });
}

/** A constraint owns its index; both are dropped with what refers to them. */
function dropUnique(table: Table, index: string): string {
  const bare = index.split(".").at(-1)?.replaceAll('"', "") ?? "";
  return `do $x$ begin
    if exists (select from pg_constraint where conname = '${bare}' and conrelid = '${table.name}'::regclass) then
      alter table ${table.name} drop constraint "${bare}" cascade;
    else drop index ${index}; end if; end $x$`;
}

/** Each comparison with the transaction's tenant inside a function of the owner. */
async function functions(db: pg.ClientBase, { a }: World): Promise<Mutation[]> {
  const { rows } = await db.query<{ name: string; source: string }>(
    `select p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as source from pg_proc p
     join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('platform', 'shared', 'warehouse') and p.prokind = 'f' and p.prosecdef and has_function_privilege($1, p.oid, 'execute')`,
    [schemaName(a.id)],
  );
  return rows.flatMap(({ name, source }) =>
    [...source.matchAll(FILTER)].map((match, index) => ({
      name: `filter ${index + 1} of ${name} dropped`,
      kind: "function" as const,
      sql: `${source.slice(0, match.index)}${match[1]} is not null${source.slice(match.index + match[0].length)}`,
      calls: name.split("(")[0] ?? name,
    })),
  );
}
const FILTER =
  /((?:\w+\.)?(?:tenant_id|id)) = (?:current_setting\('app\.tenant_id'(?:::text)?(?:, true)?\)::uuid|\(?select nullif\(current_setting\('app\.tenant_id', true\), ''\)::uuid\)?|mine\b|tenant\b|v_tenant\b)/gi;

function grants(tables: readonly Table[], { a, b }: World): Mutation[] {
  const readable = tables.filter(({ schema }) => !schema.startsWith("t_"));
  const mutation = (name: string, sql: string): Mutation => ({ name, kind: "grant", sql });
  return [
    ...readable.map(({ name }) =>
      mutation(`${name} granted to the app role`, `grant select on ${name} to atrium_app`),
    ),
    ...readable.map(({ name }) =>
      mutation(`${name} can be truncated by tenants`, `grant truncate on ${name} to atrium_tenant`),
    ),
    mutation(
      "a tenant may use another's schema",
      `grant usage on schema ${schemaName(b.id)} to ${schemaName(a.id)}`,
    ),
    mutation(
      "all tenants may use one's schema",
      `grant usage on schema ${schemaName(b.id)} to atrium_tenant`,
    ),
    mutation("a tenant is a member of another", `grant ${schemaName(b.id)} to ${schemaName(a.id)}`),
    mutation("the app role inherits a tenant", `grant ${schemaName(b.id)} to atrium_app with inherit true`),
    mutation("the app role is a member of the system role", "grant atrium_system to atrium_app"),
    mutation("tenants are members of the system role", "grant atrium_system to atrium_tenant"),
    mutation("the app role bypasses row security", "alter role atrium_app bypassrls"),
    mutation("tenants bypass row security", `alter role ${schemaName(a.id)} bypassrls`),
    mutation("tenants may create in shared", "grant create on schema shared to atrium_tenant"),
  ];
}

function plain(name: string, { b }: World): string {
  return name.replace(schemaName(b.id), "tenant");
}
