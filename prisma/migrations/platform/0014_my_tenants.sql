-- Directory: the tenants a person may open, for the picker and the switcher.
create function platform.my_tenants(p_user_id uuid)
returns table (tenant_id uuid, slug text, name text, status text, plan_key text, last_opened_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select t.id, t.slug::text, t.name::text, t.status::text, a.plan_key::text, m.last_opened_at
  from platform.user_tenants m
  join platform.tenants t on t.id = m.tenant_id and t.status <> 'erased'
  join platform.accounts a on a.id = t.account_id
  where m.user_id = p_user_id and m.status = 'active'
  order by m.last_opened_at desc nulls last, t.name
  limit 200
$$;
revoke all on function platform.my_tenants(uuid) from public;
grant execute on function platform.my_tenants(uuid) to atrium_app, atrium_system;
