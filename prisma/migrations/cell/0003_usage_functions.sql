-- What the hot path does inside a cell, each in one call. Tenants reach record_usage only; the rest is called by
-- platform.admit and platform.settle, which run as the same owner.

-- The power of a key: its name, and what the person who made it may do at this moment.
create function shared.api_key_power(p_tenant_id uuid, p_api_key_id uuid, p_user_id uuid)
returns table (key_name text, member_status text, permissions text[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with bound as (
    select r.id, r.system_key from shared.role_bindings b
    join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
    where b.tenant_id = p_tenant_id and b.subject_type = 'user' and b.subject_id = p_user_id
      and (b.expires_at is null or b.expires_at > now())
  ), granted as (
    select s.permission_key, 'allow' as effect from bound
    join shared.system_role_permissions s on s.role_key = bound.system_key
    union all
    select p.permission_key, p.effect from bound
    join shared.role_permissions p on p.tenant_id = p_tenant_id and p.role_id = bound.id where bound.system_key is null
  )
  select k.name::text, m.status::text,
    array(select g.permission_key::text from granted g group by g.permission_key having bool_and(g.effect = 'allow'))
  from shared.api_keys k
  join shared.memberships m on m.tenant_id = k.tenant_id and m.user_id = p_user_id
  where k.tenant_id = p_tenant_id and k.id = p_api_key_id;
end $$;

-- Settles calls: an event and the hourly roll-up for those that succeeded, the ledger and an error for those that
-- did not. Returns the calls counted now; one that was settled before is not counted again.
create function shared.record_calls(p_ids uuid[], p_tenant_ids uuid[], p_period_ids uuid[], p_api_key_ids uuid[],
  p_methods text[], p_routes text[], p_statuses int[], p_durations_ms int[], p_response_bytes bigint[], p_request_ids text[])
returns uuid[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  counted uuid[];
begin
  with fresh as (
    insert into shared.usage_event_keys (tenant_id, idempotency_key)
    select c.tenant_id, 'call:' || c.id from unnest(p_ids, p_tenant_ids, p_statuses) c (id, tenant_id, status)
    where c.status < 400
    on conflict do nothing
    returning substr(idempotency_key, 6)::uuid as id
  ) select coalesce(array_agg(f.id), '{}') into counted from fresh f;

  insert into shared.usage_events (tenant_id, id, idempotency_key, meter, quantity, period_id, api_key_id, route,
    status, duration_ms, response_bytes, occurred_at)
  select c.tenant_id, c.id, 'call:' || c.id, 'api_calls', 1, c.period_id, c.api_key_id, c.method || ' ' || c.route,
    c.status, c.duration_ms, c.response_bytes, now()
  from unnest(p_ids, p_tenant_ids, p_period_ids, p_api_key_ids, p_methods, p_routes, p_statuses, p_durations_ms, p_response_bytes)
    c (id, tenant_id, period_id, api_key_id, method, route, status, duration_ms, response_bytes)
  where c.id = any (counted);

  insert into shared.api_requests (tenant_id, id, method, route, status, duration_ms, response_bytes, api_key_id, request_id)
  select c.tenant_id, c.id, c.method, c.route, c.status, c.duration_ms, c.response_bytes, c.api_key_id, c.request_id
  from unnest(p_ids, p_tenant_ids, p_api_key_ids, p_methods, p_routes, p_statuses, p_durations_ms, p_response_bytes, p_request_ids)
    c (id, tenant_id, api_key_id, method, route, status, duration_ms, response_bytes, request_id)
  where c.status >= 400;

  -- In the order of the key, so that two settlements never wait for each other in a circle.
  insert into warehouse.usage_hourly as h (tenant_id, meter, hour, route, quantity, errors, duration_ms_sum, duration_ms_max)
  select c.tenant_id, 'api_calls', date_trunc('hour', now(), 'UTC'), c.method || ' ' || c.route,
    count(*) filter (where c.id = any (counted)), count(*) filter (where c.status >= 400),
    sum(c.duration_ms), max(c.duration_ms)
  from unnest(p_ids, p_tenant_ids, p_methods, p_routes, p_statuses, p_durations_ms)
    c (id, tenant_id, method, route, status, duration_ms)
  where c.id = any (counted) or c.status >= 400
  group by 1, 4 order by 1, 4
  on conflict (tenant_id, meter, hour, route) do update set quantity = h.quantity + excluded.quantity,
    errors = h.errors + excluded.errors, duration_ms_sum = h.duration_ms_sum + excluded.duration_ms_sum,
    duration_ms_max = greatest(h.duration_ms_max, excluded.duration_ms_max);
  return counted;
end $$;

-- A tenant's own metering. The tenant comes from the transaction's context; a key that was seen before counts 0.
-- Returns how many of the events were new.
create function shared.record_usage(p_ids uuid[], p_keys text[], p_meters text[], p_quantities bigint[],
  p_period_ids uuid[], p_occurred_at timestamptz[], p_dims jsonb[], p_api_key_id uuid, p_user_id uuid)
returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  tenant uuid := current_setting('app.tenant_id')::uuid;
  fresh text[];
begin
  with made as (
    insert into shared.usage_event_keys (tenant_id, idempotency_key)
    select tenant, k.key from unnest(p_keys) k (key) order by k.key
    on conflict do nothing
    returning idempotency_key
  ) select coalesce(array_agg(m.idempotency_key), '{}') into fresh from made m;
  if cardinality(fresh) = 0 then return 0; end if;

  insert into shared.usage_events (tenant_id, id, idempotency_key, meter, quantity, period_id, api_key_id, user_id, dims, occurred_at)
  select tenant, e.id, e.key, e.meter, e.quantity, e.period_id, p_api_key_id, p_user_id, e.dims, e.occurred_at
  from unnest(p_ids, p_keys, p_meters, p_quantities, p_period_ids, p_occurred_at, p_dims)
    e (id, key, meter, quantity, period_id, occurred_at, dims)
  where e.key = any (fresh);

  insert into warehouse.usage_hourly as h (tenant_id, meter, hour, quantity)
  select tenant, e.meter, date_trunc('hour', e.occurred_at, 'UTC'), sum(e.quantity)
  from unnest(p_keys, p_meters, p_quantities, p_occurred_at) e (key, meter, quantity, occurred_at)
  where e.key = any (fresh) group by 2, 3 order by 2, 3
  on conflict (tenant_id, meter, hour, route) do update set quantity = h.quantity + excluded.quantity;
  return cardinality(fresh);
end $$;

revoke all on function shared.api_key_power(uuid, uuid, uuid),
  shared.record_calls(uuid[], uuid[], uuid[], uuid[], text[], text[], int[], int[], bigint[], text[]),
  shared.record_usage(uuid[], text[], text[], bigint[], uuid[], timestamptz[], jsonb[], uuid, uuid) from public;
grant execute on function
  shared.record_usage(uuid[], text[], text[], bigint[], uuid[], timestamptz[], jsonb[], uuid, uuid) to atrium_tenant;
-- Series read by hour over every route of a meter.
create index usage_hourly_series_idx on warehouse.usage_hourly (tenant_id, meter, hour);
