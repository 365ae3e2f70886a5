-- A tenant's own roles. `scope` account: such a permission is held through the account only, never through a role.
alter table shared.permissions add column scope varchar(10) not null default 'tenant' check (scope in ('tenant', 'account'));

alter table shared.roles
  add column revision int not null default 1,
  add column created_by uuid,
  add column updated_at timestamptz not null default now(),
  add constraint roles_custom_rank check (system_key is not null or rank between 0 and 99) not valid;
create unique index roles_own_name_idx on shared.roles (tenant_id, lower(name)) where system_key is null;
create index role_bindings_role_idx on shared.role_bindings (tenant_id, role_id);
create index role_bindings_expiry_idx on shared.role_bindings (tenant_id, expires_at) where expires_at is not null;

create function shared.check_role_permission() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select 1 from shared.permissions p where p.key = new.permission_key and p.scope = 'account') then
    raise exception 'a role cannot hold %', new.permission_key using errcode = '23514', constraint = 'role_holds_no_account_permission';
  end if;
  return new;
end $$;
create trigger role_permissions_scope before insert or update on shared.role_permissions
  for each row execute function shared.check_role_permission();

-- At least one active Tenant Admin a tenant, for good: a role that ends by itself does not count, nor an admin from
-- whom another role takes something away. The lock makes two leaving admins see each other.
create or replace function shared.check_tenant_admin() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare affected uuid := case when tg_op = 'INSERT' then new.tenant_id else old.tenant_id end;
begin
  perform pg_advisory_xact_lock(hashtextextended('admin:' || affected::text, 0));
  -- A new binding matters only where its role takes something away.
  if tg_op = 'INSERT' then
    if not exists (select 1 from shared.role_permissions d
      where d.tenant_id = new.tenant_id and d.role_id = new.role_id and d.effect = 'deny') then
      return null;
    end if;
  end if;
  if exists (select 1 from shared.tenants t where t.tenant_id = affected) and not exists (
    select 1 from shared.role_bindings b
    join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id and r.system_key = 'tenant_admin'
    join shared.memberships m on m.tenant_id = b.tenant_id and m.user_id = b.subject_id and m.status = 'active'
    where b.tenant_id = affected and b.subject_type = 'user' and b.expires_at is null and not exists (
      select 1 from shared.role_bindings x
      join shared.role_permissions d on d.tenant_id = x.tenant_id and d.role_id = x.role_id and d.effect = 'deny'
      where x.tenant_id = affected and x.subject_type = 'user' and x.subject_id = b.subject_id
        and (x.expires_at is null or x.expires_at > now()))
  ) then
    raise exception 'tenant % must keep an active admin', affected using errcode = '23514', constraint = 'tenant_keeps_admin';
  end if;
  return null;
end $$;
create constraint trigger role_permissions_keep_admin after insert or update on shared.role_permissions
  deferrable initially deferred for each row when (new.effect = 'deny') execute function shared.check_tenant_admin();

create constraint trigger role_bindings_deny_admin after insert on shared.role_bindings
  deferrable initially deferred for each row execute function shared.check_tenant_admin();

revoke all on function shared.check_role_permission() from public;
