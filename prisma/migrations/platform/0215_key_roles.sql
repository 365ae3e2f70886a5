-- As before. A key without scopes is bound to roles: what they allow now stands in place of scopes, read in the same
-- statement. For a key of another cell both are left out here and read there, with its maker's rights.
create or replace function platform.api_key_facts(p_key_id text)
returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return (select jsonb_build_object(
    'tenant_id', t.id, 'tenant_slug', t.slug, 'tenant_name', t.name, 'tenant_status', t.status, 'tenant_cell', t.cell,
    'tenant_locale', t.locale, 'tenant_time_zone', t.time_zone, 'account_id', t.account_id, 'plan_key', a.plan_key,
    'billing_state', a.billing_state, 'api_key_id', d.api_key_id, 'created_by', d.created_by,
    'ip_allow', d.ip_allow, 'key_kind', d.kind, 'service_account_id', d.service_account_id, 'own_rate', d.own_rate,
    'key_name', p.key_name, 'member_status', case when t.cell = 'main' then p.member_status else 'active' end,
    'permissions', coalesce(p.permissions, '{}'),
    'account_role', (select m.role from platform.account_members m where m.account_id = t.account_id and m.user_id = d.created_by),
    'entitlements', (select coalesce(jsonb_object_agg(e.feature, jsonb_build_object('enabled', e.enabled,
      'limit', e.limit_value, 'level', e.level, 'source', e.source)), '{}')
      from platform.account_entitlements e where e.account_id = t.account_id))
    || case when cardinality(d.scopes) > 0 then jsonb_build_object('scopes', d.scopes, 'key_roles', null)
      when t.cell = 'main' then (select jsonb_build_object('scopes', r.scopes, 'key_roles', r.roles)
        from shared.api_key_roles(d.tenant_id, d.api_key_id) r)
      else '{}'::jsonb end
  from platform.api_key_directory d
  join platform.tenants t on t.id = d.tenant_id
  join platform.accounts a on a.id = t.account_id
  left join shared.api_key_power(d.tenant_id, d.api_key_id, d.created_by) p on t.cell = 'main'
  where d.key_id = p_key_id);
end $$;
