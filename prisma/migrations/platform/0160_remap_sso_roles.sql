-- A role of a tenant ends and another takes over: what its single sign-on gives follows.
create function platform.remap_sso_roles(p_from text, p_to text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update platform.sso_connections c
  set default_role = case when c.default_role = p_from then p_to else c.default_role end,
    group_roles = (
      select coalesce(jsonb_agg(case when rule.entry ->> 'role' = p_from
        then jsonb_set(rule.entry, '{role}', to_jsonb(p_to)) else rule.entry end order by rule.position), '[]')
      from jsonb_array_elements(c.group_roles) with ordinality rule (entry, position)),
    updated_at = now()
  where c.tenant_id = current_setting('app.tenant_id')::uuid
    and (c.default_role = p_from or c.group_roles @> jsonb_build_array(jsonb_build_object('role', p_from)))
$$;
revoke all on function platform.remap_sso_roles(text, text) from public;
grant execute on function platform.remap_sso_roles(text, text) to atrium_tenant, atrium_system;
