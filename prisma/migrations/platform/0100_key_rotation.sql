alter table platform.api_key_directory add column ip_allow text[] not null default '{}';

-- The tenant comes from the transaction's context, never from an argument.
create function platform.restrict_api_key(p_api_key_id uuid, p_ip_allow text[])
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update platform.api_key_directory set ip_allow = p_ip_allow
  where api_key_id = p_api_key_id and tenant_id = current_setting('app.tenant_id')::uuid
$$;

-- A rotated key ends with its overlap; a deadline only ever comes nearer.
create function platform.end_api_key(p_api_key_id uuid, p_at timestamptz)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update platform.api_key_directory set expires_at = least(expires_at, p_at)
  where api_key_id = p_api_key_id and tenant_id = current_setting('app.tenant_id')::uuid
$$;

create or replace function platform.api_key_facts(p_key_id text)
returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return (select jsonb_build_object(
    'tenant_id', t.id, 'tenant_slug', t.slug, 'tenant_name', t.name, 'tenant_status', t.status, 'tenant_cell', t.cell,
    'tenant_locale', t.locale, 'tenant_time_zone', t.time_zone, 'account_id', t.account_id, 'plan_key', a.plan_key,
    'billing_state', a.billing_state, 'api_key_id', d.api_key_id, 'created_by', d.created_by, 'scopes', d.scopes,
    'ip_allow', d.ip_allow,
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

revoke all on function platform.restrict_api_key(uuid, text[]), platform.end_api_key(uuid, timestamptz) from public;
grant execute on function platform.restrict_api_key(uuid, text[]), platform.end_api_key(uuid, timestamptz)
  to atrium_tenant, atrium_system;
