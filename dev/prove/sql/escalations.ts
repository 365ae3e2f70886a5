import { schemaName } from "@/lib/tenancy/schema-name";

/** What nobody may reach from the web process' connection, whatever SQL runs there. */
export const ESCALATIONS: readonly string[] = [
  ...[
    "atrium_owner",
    "atrium_system",
    "atrium_admission",
    "atrium_readonly",
    "postgres",
    "pg_read_all_data",
  ].flatMap((role) => [
    `set role ${role}`,
    `reset role; set role ${role}`,
    `set session authorization ${role}`,
    `select set_config('role', '${role}', true)`,
    `grant ${role} to atrium_app`,
  ]),
  "set row_security = off; select * from shared.memberships",
  "alter table shared.memberships disable row level security",
  "alter table shared.memberships no force row level security",
  "create policy open on shared.memberships using (true)",
  "drop policy tenant_only on shared.memberships",
  "alter role atrium_app bypassrls",
  "alter role atrium_app superuser",
  "create table shared.mine (id int)",
  "create temporary table mine (id int)",
  "create schema mine",
  "create function public.mine() returns int language sql as 'select 1'",
  "create view public.mine as select * from shared.memberships",
  "create trigger mine before insert on shared.memberships for each row execute function shared.refuse_change()",
  "copy shared.memberships to '/dev/null'",
  "copy (select 1) to program 'true'",
  "select pg_read_file('PG_VERSION')",
  "select pg_ls_dir('.')",
  "select lo_import('/etc/passwd')",
  "select * from pg_authid",
  "select * from pg_shadow",
  "select * from pg_statistic",
  "load 'plpgsql'",
  "create extension dblink",
  "set session_replication_role = replica",
  "select pg_reload_conf()",
  "vacuum full shared.memberships",
];

/**
 * What an injected statement could do from a tenant's own transaction: name another tenant to the same connection
 * (finding F5). The database cannot tell it from the product; statements being fixed texts is what stops it.
 */
export function contextSwitches(foreignId: string): string[] {
  const role = schemaName(foreignId);
  return [
    `select set_config('app.tenant_id', '${foreignId}', true); select * from shared.memberships`,
    `set role ${role}; select * from ${role}.agent_instances`,
    `reset role; select set_config('role', '${role}', true), set_config('app.tenant_id', '${foreignId}', true); select * from shared.memberships`,
  ];
}
