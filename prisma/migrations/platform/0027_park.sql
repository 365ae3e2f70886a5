-- Which workspaces an owner wants to keep when the plan has no room for all; null: no choice made.
alter table platform.tenants add column kept_at timestamptz;

-- Sets the account's number of workspaces to what its rows say: parked and closed ones do not count. The counter's
-- lock comes first: who reserves, confirms or gives back at the same time is seen either in the rows or by the lock.
create function platform.resync_tenant_gauge(p_account_id uuid)
returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  zero constant uuid := '00000000-0000-0000-0000-000000000000';
  counted bigint;
begin
  insert into platform.account_counters (account_id, meter, period_id) values (p_account_id, 'tenants', zero)
  on conflict do nothing;
  perform 1 from platform.account_counters c
  where c.account_id = p_account_id and c.meter = 'tenants' and c.period_id = zero for update;
  select count(*) into counted from platform.tenants t
  where t.account_id = p_account_id and t.status not in ('parked', 'offboarding', 'erased')
    and not exists (select 1 from platform.reservations r where r.id = t.id);
  update platform.account_counters c set used = counted, updated_at = now()
  where c.account_id = p_account_id and c.meter = 'tenants' and c.period_id = zero and c.used <> counted;
  return counted;
end $$;
revoke all on function platform.resync_tenant_gauge(uuid) from public;
grant execute on function platform.resync_tenant_gauge(uuid) to atrium_system;
