-- The status machine of a tenant, once more than in lib/tenancy/status-machine.ts (a test compares them): whatever
-- writes the column, from whichever process, cannot make a move that is not declared.
create function platform.status_may_change(p_from text, p_to text)
returns boolean
language sql immutable parallel safe set search_path = pg_catalog, pg_temp
as $$
  select p_to = any (case p_from
    when 'pending_approval' then array['provisioning']
    when 'provisioning' then array['active']
    when 'active' then array['grace', 'restricted', 'suspended', 'moving', 'parked', 'offboarding']
    when 'grace' then array['active', 'restricted', 'suspended', 'moving', 'parked', 'offboarding']
    when 'restricted' then array['active', 'grace', 'suspended', 'moving', 'parked', 'offboarding']
    when 'suspended' then array['active', 'parked', 'moving']
    when 'moving' then array['active', 'grace', 'restricted', 'suspended', 'parked']
    when 'parked' then array['active', 'suspended', 'moving', 'offboarding']
    when 'offboarding' then array['active', 'erased']
    else array[]::text[]
  end)
$$;
revoke all on function platform.status_may_change(text, text) from public;
grant execute on function platform.status_may_change(text, text) to atrium_system;

create function platform.guard_tenant_status() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if not platform.status_may_change(old.status, new.status) then
    raise exception 'a tenant cannot go from % to %', old.status, new.status
      using errcode = '23514', constraint = 'tenant_status_transition';
  end if;
  return new;
end $$;
revoke all on function platform.guard_tenant_status() from public;
grant execute on function platform.guard_tenant_status() to atrium_system;
create trigger tenants_guard_status before update of status on platform.tenants
  for each row when (old.status is distinct from new.status) execute function platform.guard_tenant_status();
