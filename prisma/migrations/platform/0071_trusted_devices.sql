-- Browsers in which a person need not take the second step again, where every workspace of theirs allows it.
create table platform.trusted_devices (
  id uuid primary key,
  user_id uuid not null references platform.users (id) on delete cascade,
  token_hash bytea not null,
  user_agent text,
  ip inet,
  verified_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  unique (user_id, token_hash)
);
grant select, insert, update, delete on platform.trusted_devices to atrium_system;

-- For how many days a second step holds in one browser: the strictest of the person's workspaces, 0 without one or for
-- a super admin.
create function platform.trusted_device_days(p_user_id uuid) returns int
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select case when u.platform_role = 'super_admin' then 0 else coalesce((
    select min(coalesce((p.policy #>> '{mfa,trusted_device_days}')::int, 0))
    from platform.user_tenants m
    join platform.tenants t on t.id = m.tenant_id and t.status <> 'erased'
    left join lateral platform.policy_of(m.tenant_id) p on true
    where m.user_id = u.id and m.status = 'active'), 0) end
  from platform.users u where u.id = p_user_id
$$;
revoke all on function platform.trusted_device_days(uuid) from public;
grant execute on function platform.trusted_device_days(uuid) to atrium_system;

-- Whoever deactivates somebody, by whichever way, takes their browsers' trust away.
create function platform.drop_trusted_devices() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  delete from platform.trusted_devices where user_id = case tg_table_name
    when 'users' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'user_id')::uuid end;
  return null;
end
$$;
revoke all on function platform.drop_trusted_devices() from public;
create trigger users_drop_trusted_devices after update of status on platform.users
  for each row when (new.status = 'disabled') execute function platform.drop_trusted_devices();
create trigger user_tenants_drop_trusted_devices after update of status on platform.user_tenants
  for each row when (new.status = 'suspended') execute function platform.drop_trusted_devices();
