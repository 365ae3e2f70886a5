-- A cell that is down answers nobody and writes no ledger: it is probed as the web tier is ('main'). A tenant is out
-- when the platform is, or its own cell.
alter table platform.health_probes add column cell varchar(40) not null default 'main';
alter table platform.health_probes drop constraint health_probes_pkey, add primary key (at, cell);
alter table platform.health_probes alter column cell drop default;

create or replace function platform.service_facts(p_tenant_id uuid, p_from timestamptz, p_to timestamptz)
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
        from platform.health_probes h
        where h.at >= p_from and h.at < p_to and h.cell in ('main', t.cell) group by h.cell, 1) o where o.share > 0), '[]'))
  from platform.tenants t where t.id = p_tenant_id
$$;
