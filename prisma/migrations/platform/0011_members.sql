-- users.tenant_id and users.role are derived from memberships; this is the only statement that writes them for members.
-- A person without a home gets this tenant; p_role null says that the person left it. Tenant from the context only.
create function platform.derive_home(p_user_id uuid, p_role text)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update platform.users u
  set tenant_id = case when p_role is null then null else current_setting('app.tenant_id')::uuid end,
    role = coalesce(p_role, 'user'), updated_at = now()
  where u.id = p_user_id
    and (u.tenant_id = current_setting('app.tenant_id')::uuid
      or (u.tenant_id is null and p_role is not null and exists (
        select 1 from platform.user_tenants d
        where d.user_id = u.id and d.tenant_id = current_setting('app.tenant_id')::uuid and d.status = 'active')))
$$;

-- When each member last opened this tenant: nothing of what they do elsewhere.
create function platform.member_activity()
returns table (user_id uuid, last_opened_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select d.user_id, d.last_opened_at from platform.user_tenants d
  where d.tenant_id = current_setting('app.tenant_id')::uuid
$$;

revoke all on function platform.derive_home(uuid, text), platform.member_activity() from public;
grant execute on function platform.derive_home(uuid, text), platform.member_activity() to atrium_tenant, atrium_system;
