-- What a cell in a database of its own has in place of the control plane. Tenant transactions call the same functions
-- there; these write down what has to reach the control plane, in that transaction. The functions themselves are
-- made from the control plane's by lib/tenancy/cells/sync-facade.ts.
create schema platform;
revoke all on schema platform from public;
grant usage on schema platform to atrium_system, atrium_tenant, atrium_admission, atrium_readonly;

create table platform.directory_changes (
  id uuid primary key default gen_random_uuid(),
  position bigint generated always as identity,
  tenant_id uuid not null,
  function text not null,
  arguments jsonb not null,
  created_at timestamptz not null default now()
);
create index directory_changes_order_idx on platform.directory_changes (position);
create index directory_changes_tenant_idx on platform.directory_changes (tenant_id, position);

-- Copies of what the control plane knows of a tenant (when its people came, when its keys called), for lists.
create table platform.mirrors (
  tenant_id uuid not null,
  function text not null,
  rows jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, function)
);
grant select, insert, update, delete on platform.directory_changes, platform.mirrors to atrium_system;

create function platform.note_change(p_function text, p_arguments jsonb)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into platform.directory_changes (tenant_id, function, arguments)
  values (current_setting('app.tenant_id')::uuid, p_function, p_arguments)
$$;

-- Keys of calls that the control plane admitted: what their makers may do at this moment, and whether the key stands.
create function platform.key_powers(p_tenant_ids uuid[], p_api_key_ids uuid[], p_user_ids uuid[])
returns table (api_key_id uuid, key_name text, member_status text, permissions text[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select k.id, p.key_name, p.member_status, p.permissions
  from unnest(p_tenant_ids, p_api_key_ids, p_user_ids) c (tenant_id, api_key_id, user_id)
  join shared.api_keys k on k.tenant_id = c.tenant_id and k.id = c.api_key_id
    and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
  cross join lateral shared.api_key_power(c.tenant_id, c.api_key_id, c.user_id) p;
end $$;

create function platform.record_calls(p_ids uuid[], p_tenant_ids uuid[], p_period_ids uuid[], p_api_key_ids uuid[],
  p_methods text[], p_routes text[], p_statuses int[], p_durations_ms int[], p_response_bytes bigint[], p_request_ids text[])
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform shared.record_calls(p_ids, p_tenant_ids, p_period_ids, p_api_key_ids, p_methods, p_routes, p_statuses,
    p_durations_ms, p_response_bytes, p_request_ids);
end $$;

-- Which of these calls have become usage events here.
create function platform.recorded_calls(p_tenant_ids uuid[], p_ids uuid[])
returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return query select c.id from unnest(p_tenant_ids, p_ids) c (tenant_id, id)
  join shared.usage_event_keys k on k.tenant_id = c.tenant_id and k.idempotency_key = 'call:' || c.id;
end $$;

revoke all on all functions in schema platform from public;
grant execute on function platform.key_powers(uuid[], uuid[], uuid[]),
  platform.record_calls(uuid[], uuid[], uuid[], uuid[], text[], text[], int[], int[], bigint[], text[]) to atrium_admission;
grant execute on function platform.recorded_calls(uuid[], uuid[]) to atrium_system;
