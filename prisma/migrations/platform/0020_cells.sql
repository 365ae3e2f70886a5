-- Cells: databases besides this one that hold a share of the tenants. tenants.cell is the directory; this table says
-- what each cell is for. The migration run writes a row for every cell of the configuration.
create table platform.cells (
  name varchar(30) primary key check (name ~ '^[a-z][a-z0-9-]*$'),
  -- Takes new tenants by load. A dedicated cell takes only those whose account or plan is placed there.
  accepts_new boolean not null default true,
  dedicated boolean not null default false,
  plans text[] not null default '{}',
  max_tenants int not null default 1000 check (max_tenants >= 0),
  unreachable_since timestamptz,
  last_error text,
  checked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
insert into platform.cells (name) values ('main');
create index tenants_cell_idx on platform.tenants (cell) where status <> 'erased';

-- Where an account's new tenants go, whatever the load is.
create table platform.account_placements (
  account_id uuid primary key references platform.accounts (id) on delete cascade,
  cell varchar(30) not null references platform.cells (name),
  reason text not null,
  created_by uuid,
  created_at timestamptz not null default now()
);

-- Control plane to cell: rows of a tenant that a transaction here wants written there (its audit events, a renamed
-- person). Written by that transaction, delivered by the worker, in order.
create table platform.cell_outbox (
  id uuid primary key,
  position bigint generated always as identity,
  tenant_id uuid not null,
  kind varchar(30) not null check (kind in ('domain_event', 'member_name')),
  payload jsonb not null,
  created_at timestamptz not null default now()
);
create index cell_outbox_order_idx on platform.cell_outbox (position);
create trigger cell_outbox_notify after insert on platform.cell_outbox
  for each statement execute function platform.notify_outbox();

-- Cell to control plane: the changes of directories that were applied here. A change that comes twice counts once;
-- one that can never apply is kept with its error and stands in nobody's way.
create table platform.directory_applied (
  change_id uuid primary key,
  cell varchar(30) not null,
  tenant_id uuid not null,
  error text,
  applied_at timestamptz not null default now()
);
create index directory_applied_age_idx on platform.directory_applied (applied_at);

grant select, insert, update, delete on platform.cells, platform.account_placements, platform.cell_outbox,
  platform.directory_applied to atrium_system;

-- Applies what tenants of one cell announced there, by the very functions that tenants of this database call: only
-- functions that atrium_tenant may execute and that return nothing, and only for tenants of that cell.
create function platform.apply_directory_changes(p_cell text, p_ids uuid[], p_tenant_ids uuid[], p_functions text[],
  p_arguments jsonb[])
returns table (change_id uuid, failure text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  change record;
  target pg_catalog.pg_proc;
  call text;
begin
  for change in
    select distinct c.tenant_id from unnest(p_tenant_ids) c (tenant_id) order by 1
  loop
    perform pg_advisory_xact_lock(hashtextextended('directory:' || change.tenant_id, 0));
  end loop;
  for change in
    select c.* from unnest(p_ids, p_tenant_ids, p_functions, p_arguments) with ordinality
      c (id, tenant_id, function, arguments, position) order by c.position
  loop
    insert into platform.directory_applied (change_id, cell, tenant_id) values (change.id, p_cell, change.tenant_id)
    on conflict do nothing;
    if not found then continue; end if;
    begin
      if not exists (select 1 from platform.tenants t where t.id = change.tenant_id and t.cell = p_cell) then
        raise exception 'no tenant of this cell' using errcode = '22023';
      end if;
      select p.* into target from pg_catalog.pg_proc p
      where p.oid = to_regprocedure('platform.' || change.function) and p.prosecdef and p.prorettype = 'void'::regtype
        and p.pronamespace = 'platform'::regnamespace and has_function_privilege('atrium_tenant', p.oid, 'execute');
      if target.oid is null then
        raise exception 'no function %', change.function using errcode = '22023';
      end if;
      select format('select platform.%I(%s)', target.proname,
          coalesce(string_agg(format('%L::%s', change.arguments ->> (a.position::int - 1), format_type(a.type, null)), ', '
            order by a.position), '')) into call
      from unnest(target.proargtypes::oid[]) with ordinality a (type, position);
      perform set_config('app.tenant_id', change.tenant_id::text, true);
      execute call;
    exception when integrity_constraint_violation or data_exception then
      update platform.directory_applied d set error = sqlerrm where d.change_id = change.id;
      change_id := change.id; failure := sqlerrm;
      return next;
    end;
  end loop;
  perform set_config('app.tenant_id', '', true);
end $$;

-- A key of a tenant elsewhere: what its maker may do there is asked of that cell, after admission.
create or replace function platform.api_key_facts(p_key_id text)
returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return (select jsonb_build_object(
    'tenant_id', t.id, 'tenant_slug', t.slug, 'tenant_name', t.name, 'tenant_status', t.status, 'tenant_cell', t.cell,
    'tenant_locale', t.locale, 'tenant_time_zone', t.time_zone, 'account_id', t.account_id, 'plan_key', a.plan_key,
    'billing_state', a.billing_state, 'api_key_id', d.api_key_id, 'created_by', d.created_by, 'scopes', d.scopes,
    'key_name', p.key_name, 'member_status', case when t.cell = 'main' then p.member_status else 'active' end,
    'permissions', coalesce(p.permissions, '{}'),
    'account_role', (select m.role from platform.account_members m where m.account_id = t.account_id and m.user_id = d.created_by),
    'entitlements', (select coalesce(jsonb_object_agg(e.feature, jsonb_build_object('enabled', e.enabled,
      'limit', e.limit_value, 'level', e.level, 'source', e.source)), '{}')
      from platform.account_entitlements e where e.account_id = t.account_id))
  from platform.api_key_directory d
  join platform.tenants t on t.id = d.tenant_id
  join platform.accounts a on a.id = t.account_id
  left join shared.api_key_power(d.tenant_id, d.api_key_id, d.created_by) p on t.cell = 'main'
  where d.key_id = p_key_id);
end $$;

-- The control plane's half of a settlement whose events were written in another cell. The reservation decides: who
-- deletes it counts, so a repeat changes nothing.
create function platform.settle_elsewhere(p_ids uuid[], p_account_ids uuid[], p_period_ids uuid[], p_counts boolean[])
returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  freed uuid[];
  party record;
begin
  with gone as (delete from platform.reservations r where r.id = any (p_ids) returning r.id)
  select coalesce(array_agg(g.id), '{}') into freed from gone g;
  for party in
    select c.account_id, c.period_id, count(*) as released, count(*) filter (where c.counts) as added
    from unnest(p_ids, p_account_ids, p_period_ids, p_counts) c (id, account_id, period_id, counts)
    where c.id = any (freed) group by 1, 2 order by 1, 2
  loop
    update platform.account_counters c
    set reserved = c.reserved - party.released, used = c.used + party.added, updated_at = now()
    where c.account_id = party.account_id and c.meter = 'api_calls' and c.period_id = party.period_id;
  end loop;
  return cardinality(freed);
end $$;

revoke all on function platform.apply_directory_changes(text, uuid[], uuid[], text[], jsonb[]),
  platform.settle_elsewhere(uuid[], uuid[], uuid[], boolean[]) from public;
grant execute on function platform.apply_directory_changes(text, uuid[], uuid[], text[], jsonb[]) to atrium_system;
grant execute on function platform.settle_elsewhere(uuid[], uuid[], uuid[], boolean[]) to atrium_admission, atrium_system;
