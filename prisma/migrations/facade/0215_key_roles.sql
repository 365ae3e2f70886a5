-- Which of these keys are bound to roles, and what those allow at this moment.
create function platform.key_roles(p_tenant_ids uuid[], p_api_key_ids uuid[])
returns table (api_key_id uuid, scopes text[], roles text[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select k.id, r.scopes, r.roles
  from unnest(p_tenant_ids, p_api_key_ids) c (tenant_id, api_key_id)
  join shared.api_keys k on k.tenant_id = c.tenant_id and k.id = c.api_key_id and cardinality(k.scopes) = 0
  cross join lateral shared.api_key_roles(k.tenant_id, k.id) r;
end $$;
revoke all on function platform.key_roles(uuid[], uuid[]) from public;
grant execute on function platform.key_roles(uuid[], uuid[]) to atrium_admission;
