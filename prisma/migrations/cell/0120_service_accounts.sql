-- Members of a tenant that are no people: they hold roles and keys, and nobody signs in as one. The row of one that was
-- deleted stays, for the names of its keys and events.
create table shared.service_accounts (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  name varchar(100) not null,
  description varchar(300) not null default '',
  status varchar(20) not null default 'active' check (status in ('active', 'disabled', 'deleted')),
  created_by uuid,
  created_by_name varchar(255) not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index service_accounts_name_idx on shared.service_accounts (tenant_id, lower(name)) where status <> 'deleted';
create index service_accounts_list_idx on shared.service_accounts (tenant_id, created_at desc, id desc);
call shared.secure_tenant_tables();
grant select, insert, update on shared.service_accounts to atrium_tenant;
grant select, insert, update, delete on shared.service_accounts to atrium_system;

alter table shared.role_bindings drop constraint role_bindings_subject_type_check,
  add constraint role_bindings_subject_type_check
    check (subject_type in ('user', 'team', 'api_key', 'scim_group', 'service_account')) not valid;

alter table shared.api_keys
  add column kind varchar(20) not null default 'api_key' check (kind in ('api_key', 'personal', 'service')),
  add column service_account_id uuid,
  add column own_rate int check (own_rate > 0),
  add constraint api_keys_owner check ((kind = 'service') = (service_account_id is not null)) not valid,
  add constraint api_keys_service_account_fkey foreign key (tenant_id, service_account_id)
    references shared.service_accounts (tenant_id, id) not valid;
create index api_keys_service_account_idx on shared.api_keys (tenant_id, service_account_id) where service_account_id is not null;
create index api_keys_maker_idx on shared.api_keys (tenant_id, created_by) where revoked_at is null;

-- The power of a key: its name, and what the person who made it, or the service account it belongs to, may do now. What a
-- key of a service account is called says whose it is.
create or replace function shared.api_key_power(p_tenant_id uuid, p_api_key_id uuid, p_user_id uuid)
returns table (key_name text, member_status text, permissions text[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with keyed as (
    select k.name, k.service_account_id as account_id,
      case when k.service_account_id is null then 'user' else 'service_account' end as subject_type,
      coalesce(k.service_account_id, p_user_id) as subject_id
    from shared.api_keys k where k.tenant_id = p_tenant_id and k.id = p_api_key_id
  ), bound as (
    select r.id, r.system_key from keyed
    join shared.role_bindings b on b.tenant_id = p_tenant_id and b.subject_type = keyed.subject_type
      and b.subject_id = keyed.subject_id and (b.expires_at is null or b.expires_at > now())
    join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
  ), granted as (
    select s.permission_key, 'allow' as effect from bound
    join shared.system_role_permissions s on s.role_key = bound.system_key
    union all
    select p.permission_key, p.effect from bound
    join shared.role_permissions p on p.tenant_id = p_tenant_id and p.role_id = bound.id where bound.system_key is null
  )
  select (case when s.id is null then keyed.name else s.name || ' · ' || keyed.name end)::text,
    (case when keyed.account_id is null then m.status when s.status = 'active' then 'active' else 'suspended' end)::text,
    array(select g.permission_key::text from granted g group by g.permission_key having bool_and(g.effect = 'allow'))
  from keyed
  left join shared.memberships m on keyed.account_id is null and m.tenant_id = p_tenant_id and m.user_id = p_user_id
  left join shared.service_accounts s on s.tenant_id = p_tenant_id and s.id = keyed.account_id
  where m.user_id is not null or s.id is not null;
end $$;
