-- What the analytics of tenants need of the control plane: how far each roll-up got, when a tenant was in service, and
-- whether the web tier answered. No tenant content and no person.

create table platform.roll_ups (
  name varchar(40) not null,
  cell varchar(40) not null,
  -- Ledger rows recorded before this moment are in the roll-up.
  watermark timestamptz not null,
  ran_at timestamptz not null default now(),
  took_ms int not null default 0,
  hours int not null default 0,
  primary key (name, cell)
);

-- Written by a trigger: whatever changes a status, the history is complete.
create table platform.tenant_status_changes (
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  at timestamptz not null default clock_timestamp(),
  status varchar(20) not null,
  primary key (tenant_id, at)
);

create table platform.health_probes (
  at timestamptz primary key,
  ok boolean not null,
  duration_ms int not null
);

grant select, insert, update, delete on platform.roll_ups, platform.tenant_status_changes, platform.health_probes
  to atrium_system;

create function platform.note_tenant_status() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'INSERT' or new.status is distinct from old.status then
    insert into platform.tenant_status_changes (tenant_id, status) values (new.id, new.status) on conflict do nothing;
  end if;
  return null;
end $$;
create trigger tenants_note_status after insert or update of status on platform.tenants
  for each row execute function platform.note_tenant_status();
insert into platform.tenant_status_changes (tenant_id, at, status)
select t.id, case when t.status = 'active' then t.created_at else t.updated_at end, t.status from platform.tenants t;

-- One tenant's service between two moments: status changes (with the one that held before), five-minute windows in
-- which probes of the web tier failed (share of them), and how fresh the roll-up of its cell is.
create function platform.service_facts(p_tenant_id uuid, p_from timestamptz, p_to timestamptz)
returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'created_at', t.created_at,
    'as_of', (select r.watermark from platform.roll_ups r where r.name = 'requests' and r.cell = t.cell),
    'changes', coalesce((select jsonb_agg(jsonb_build_object('at', c.at, 'status', c.status) order by c.at)
      from platform.tenant_status_changes c where c.tenant_id = t.id and c.at < p_to), '[]'),
    'outages', coalesce((select jsonb_agg(jsonb_build_object('start', o.start, 'share', o.share))
      from (select date_bin('5 minutes', h.at, '2000-01-01Z') as start, avg(case when h.ok then 0 else 1 end)::float8 as share
        from platform.health_probes h where h.at >= p_from and h.at < p_to group by 1) o where o.share > 0), '[]'))
  from platform.tenants t where t.id = p_tenant_id
$$;

revoke all on function platform.note_tenant_status(), platform.service_facts(uuid, timestamptz, timestamptz) from public;
grant execute on function platform.service_facts(uuid, timestamptz, timestamptz) to atrium_admission, atrium_system;
