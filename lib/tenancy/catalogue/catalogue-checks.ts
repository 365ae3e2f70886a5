/** One proof over the database's own catalogue: its query returns the offenders, so an empty answer passes. */
export type CatalogueCheck = { id: string; title: string; sql: string };

/** Tables of the tenant plane: everything in shared and warehouse but the reference data below. */
const TENANT_TABLES = `
  select c.oid, n.nspname || '.' || c.relname as name, c.relrowsecurity, c.relforcerowsecurity, c.relispartition
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('shared', 'warehouse') and c.relkind in ('r', 'p')
    and n.nspname || '.' || c.relname not in ('shared.permissions', 'shared.system_role_permissions')`;

const OURS = `n.nspname in ('platform', 'shared', 'warehouse') or n.nspname ~ '^t_[0-9a-f]{32}$'`;
const TENANT_ROLES = `select oid, rolname from pg_roles where rolname = 'atrium_tenant' or rolname ~ '^t_[0-9a-f]{32}$'`;
const RUNTIME_ROLES = `select oid, rolname from pg_roles where rolname in ('atrium_app', 'atrium_admission', 'atrium_tenant')`;

/** I-6 (P1 to P17) for this layout, tenant roles and schemas included. */
export const CATALOGUE_CHECKS: readonly CatalogueCheck[] = [
  {
    id: "P1",
    title: "row security is enabled and forced on every tenant table",
    sql: `select name from (${TENANT_TABLES}) t where not (relrowsecurity and relforcerowsecurity)`,
  },
  {
    id: "P2",
    title: "every tenant table has a restrictive policy for tenants",
    sql: `select name from (${TENANT_TABLES}) t where not exists (select 1 from pg_policy p join pg_roles r on r.oid = any(p.polroles)
      where p.polrelid = t.oid and not p.polpermissive and r.rolname = 'atrium_tenant')`,
  },
  {
    id: "P3",
    title: "tenant_id exists and is not null",
    sql: `select name from (${TENANT_TABLES}) t where not exists (select 1 from pg_attribute a
      where a.attrelid = t.oid and a.attname = 'tenant_id' and a.attnotnull)`,
  },
  {
    id: "P4",
    title: "no policy that a tenant or everybody can use lacks tenant_id; true is for owner and system only",
    sql: `select t.name || ' ' || p.polname from (${TENANT_TABLES}) t join pg_policy p on p.polrelid = t.oid
      where (coalesce(pg_get_expr(p.polqual, p.polrelid), '') !~ 'tenant_id'
          or coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid), '') !~ 'tenant_id')
        and not (array_length(p.polroles, 1) = 1 and p.polroles[1] in (
          select oid from pg_roles where rolname = 'atrium_system'
          union select c.relowner from pg_class c where c.oid = t.oid))`,
  },
  {
    id: "P5",
    title: "foreign keys between tenant tables include tenant_id",
    sql: `select t.name || ' ' || k.conname from (${TENANT_TABLES}) t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
      where k.confrelid in (select oid from (${TENANT_TABLES}) x)
        and not exists (select 1 from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any(k.conkey) and a.attname = 'tenant_id')`,
  },
  {
    id: "P6",
    title: "unique indexes of tenant tables include tenant_id",
    sql: `select t.name || ' ' || i.indexrelid::regclass from (${TENANT_TABLES}) t join pg_index i on i.indrelid = t.oid and i.indisunique
      where not exists (select 1 from pg_attribute a where a.attrelid = t.oid and a.attname = 'tenant_id' and a.attnum = any(i.indkey))`,
  },
  {
    id: "P7",
    title: "views are security_invoker",
    sql: `select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'v' and (${OURS}) and not coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1)', false)`,
  },
  {
    id: "P8",
    title: "no materialized view is readable by tenants or the app role",
    sql: `select c.oid::regclass || ' to ' || r.rolname from pg_class c cross join (${RUNTIME_ROLES}) r
      where c.relkind = 'm' and has_table_privilege(r.oid, c.oid, 'select')`,
  },
  {
    id: "P9",
    title: "security definer functions pin their search_path and are not executable by everybody",
    sql: `select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where (${OURS}) and p.prosecdef and (not coalesce(p.proconfig::text ~ 'search_path', false)
        or exists (select 1 from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x where x.grantee = 0))`,
  },
  {
    id: "P10",
    title: "login and tenant roles have no special powers",
    sql: `select rolname from pg_roles where (rolname in ('atrium_app', 'atrium_system', 'atrium_admission', 'atrium_readonly', 'atrium_tenant')
        or rolname ~ '^t_[0-9a-f]{32}$')
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
  },
  {
    id: "P11",
    title: "app, admission and tenant roles own nothing",
    sql: `select c.oid::regclass::text from pg_class c where c.relowner in (select oid from (${RUNTIME_ROLES}) r union select oid from (${TENANT_ROLES}) r)
      union all select n.nspname from pg_namespace n where n.nspowner in (select oid from (${RUNTIME_ROLES}) r union select oid from (${TENANT_ROLES}) r)`,
  },
  {
    id: "P12",
    title: "app is a member of tenant roles only, without inheriting; tenant roles of atrium_tenant only",
    sql: `select m.rolname || ' in ' || r.rolname from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
      where (m.rolname = 'atrium_app' and (r.rolname !~ '^t_[0-9a-f]{32}$' or a.inherit_option or not a.set_option))
        or (m.rolname ~ '^t_[0-9a-f]{32}$' and r.rolname <> 'atrium_tenant')
        or m.rolname in ('atrium_admission', 'atrium_tenant', 'atrium_readonly')`,
  },
  {
    id: "P13",
    title: "no TRUNCATE, REFERENCES or TRIGGER right for tenants, and no right at all on partitions",
    // Direct grants only, for asking every role about every table grows with the square of the tenants: P10 to P12
    // prove that these roles own nothing and are members of nothing that could have more.
    sql: `select c.oid::regclass || ' to ' || coalesce(g.rolname, 'public') from pg_class c
        join pg_namespace n on n.oid = c.relnamespace cross join lateral aclexplode(c.relacl) x
        left join (${RUNTIME_ROLES} union ${TENANT_ROLES}) g on g.oid = x.grantee
      where (${OURS}) and c.relkind in ('r', 'p') and (g.oid is not null or x.grantee = 0)
        and x.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')
      union all
      select t.name || ' (partition)' from (${TENANT_TABLES}) t
      where t.relispartition and has_table_privilege('atrium_tenant', t.oid, 'select, insert, update, delete')`,
  },
  {
    id: "P14",
    title: "no shared sequence numbers tenant rows (they would tell activity)",
    sql: `select t.name || '.' || a.attname from (${TENANT_TABLES}) t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0
      left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
      where pg_get_expr(d.adbin, d.adrelid) ~ 'nextval' or a.attidentity <> ''`,
  },
  {
    id: "P15",
    title: "runtime roles can create nothing, not even temporary tables",
    sql: `select r.rolname from (${RUNTIME_ROLES}) r where has_database_privilege(r.oid, current_database(), 'create, temp')
      union all select r.rolname || ' on ' || n.nspname from (${RUNTIME_ROLES}) r cross join pg_namespace n
      where (${OURS} or n.nspname = 'public') and has_schema_privilege(r.oid, n.oid, 'create')`,
  },
  {
    id: "P16",
    title: "app and admission read no table directly; nobody but its tenant uses a tenant schema",
    sql: `select c.oid::regclass || ' to ' || r.rolname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        cross join (select oid, rolname from pg_roles where rolname in ('atrium_app', 'atrium_admission')) r
      where (${OURS}) and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')
      union all
      select n.nspname || ' to ' || r.rolname from pg_namespace n cross join (select oid, rolname from pg_roles
        where rolname in ('atrium_app', 'atrium_system', 'atrium_admission', 'atrium_readonly', 'atrium_tenant')) r
      where n.nspname ~ '^t_[0-9a-f]{32}$' and has_schema_privilege(r.oid, n.oid, 'usage')
      union all
      select n.nspname || ' to ' || coalesce(g.rolname, 'public') from pg_namespace n cross join lateral aclexplode(n.nspacl) x
      left join pg_roles g on g.oid = x.grantee
      where n.nspname ~ '^t_[0-9a-f]{32}$' and x.grantee <> n.nspowner and coalesce(g.rolname, '') <> n.nspname`,
  },
  {
    id: "P17",
    title: "tenant schemas of one version have the same tables, columns, constraints and indexes",
    sql: `with facts as (
        select n.nspname, c.relname || '.' || a.attname || ':' || concat_ws(':', a.atttypid, a.atttypmod, a.attnotnull) as fact
        from pg_namespace n join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p')
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where n.nspname ~ '^t_[0-9a-f]{32}$'
        union all
        select n.nspname, concat_ws('!', c.relname, k.conname, k.contype, k.conkey::text, k.confdeltype, r.relname)
        from pg_namespace n join pg_class c on c.relnamespace = n.oid join pg_constraint k on k.conrelid = c.oid
        left join pg_class r on r.oid = k.confrelid
        where n.nspname ~ '^t_[0-9a-f]{32}$'
        union all
        select n.nspname, concat_ws('#', c.relname, x.relname, i.indkey::text, i.indisunique, i.indpred is null)
        from pg_namespace n join pg_class c on c.relnamespace = n.oid join pg_index i on i.indrelid = c.oid
        join pg_class x on x.oid = i.indexrelid
        where n.nspname ~ '^t_[0-9a-f]{32}$'
      ), versions as (
        select a.target, count(*) as version from migrations.applied a where a.placement = 'tenant' group by a.target
      ), shapes as (
        select f.nspname, coalesce(min(v.version), 0) as version, count(*) || ':' || sum(hashtextextended(f.fact, 0)) as shape
        from facts f left join versions v on v.target = f.nspname group by f.nspname
      ), usual as (
        select version, mode() within group (order by shape) as shape from shapes group by version
      )
      select s.nspname from shapes s join usual u using (version) where s.shape <> u.shape`,
  },
];
