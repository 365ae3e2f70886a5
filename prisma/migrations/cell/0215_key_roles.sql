-- A key names scopes, or is bound to roles (subject_type 'api_key'): a key without scopes may do what its roles allow
-- and none of them denies, at each call. Whose rights count beside is shared.api_key_power()'s.
create function shared.api_key_roles(p_tenant_id uuid, p_api_key_id uuid)
returns table (scopes text[], roles text[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with bound as (
    select r.id, r.key, r.system_key from shared.role_bindings b
    join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
    where b.tenant_id = p_tenant_id and b.subject_type = 'api_key' and b.subject_id = p_api_key_id
      and (b.expires_at is null or b.expires_at > now())
  ), granted as (
    select s.permission_key, 'allow' as effect from bound
    join shared.system_role_permissions s on s.role_key = bound.system_key
    union all
    select p.permission_key, p.effect from bound
    join shared.role_permissions p on p.tenant_id = p_tenant_id and p.role_id = bound.id where bound.system_key is null
  )
  select array(select g.permission_key::text from granted g group by g.permission_key
      having bool_and(g.effect = 'allow') order by 1),
    array(select bound.key::text from bound order by 1);
end $$;
revoke all on function shared.api_key_roles(uuid, uuid) from public;
