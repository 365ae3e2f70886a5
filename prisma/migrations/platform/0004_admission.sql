-- Admission of API-key calls: one statement for as many calls as arrived together, all or nothing for each of them.

-- Everything the application needs to know of a key's tenant; the power of its maker is the cell's answer.
create function platform.api_key_facts(p_key_id text)
returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return (select jsonb_build_object(
    'tenant_id', t.id, 'tenant_slug', t.slug, 'tenant_name', t.name, 'tenant_status', t.status, 'tenant_cell', t.cell,
    'tenant_locale', t.locale, 'tenant_time_zone', t.time_zone, 'account_id', t.account_id, 'plan_key', a.plan_key,
    'billing_state', a.billing_state, 'api_key_id', d.api_key_id, 'created_by', d.created_by, 'scopes', d.scopes,
    'key_name', p.key_name, 'member_status', p.member_status, 'permissions', coalesce(p.permissions, '{}'),
    'account_role', (select m.role from platform.account_members m where m.account_id = t.account_id and m.user_id = d.created_by),
    'entitlements', (select coalesce(jsonb_object_agg(e.feature, jsonb_build_object('enabled', e.enabled,
      'limit', e.limit_value, 'level', e.level, 'source', e.source)), '{}')
      from platform.account_entitlements e where e.account_id = t.account_id))
  from platform.api_key_directory d
  join platform.tenants t on t.id = d.tenant_id
  join platform.accounts a on a.id = t.account_id
  left join shared.api_key_power(d.tenant_id, d.api_key_id, d.created_by) p on true
  where d.key_id = p_key_id);
end $$;

-- Takes up to `p_wanted` requests of a rate a minute (GCRA, as take_rate does for one).
create function platform.take_rates(p_key text, p_limit bigint, p_wanted int)
returns table (granted int, remaining int, retry_after_seconds int, reset_seconds int)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  burst constant double precision := 60;
  step double precision := burst / nullif(p_limit, 0);
  moment timestamptz;
  kept timestamptz;
  ahead double precision;
  taken int;
begin
  if p_limit <= 0 then return query select 0, 0, 60, 60; return; end if;
  select r.tat into kept from platform.rate_limits r where r.key = p_key for update;
  if not found then
    insert into platform.rate_limits (key, tat) values (p_key, clock_timestamp()) on conflict do nothing;
    select r.tat into kept from platform.rate_limits r where r.key = p_key for update;
  end if;
  moment := clock_timestamp();
  ahead := greatest(0, extract(epoch from kept - moment));
  taken := greatest(0, least(p_wanted, floor((burst - ahead) / step + 1e-6)::int));
  if taken > 0 then
    ahead := ahead + taken * step;
    update platform.rate_limits r set tat = moment + make_interval(secs => ahead) where r.key = p_key;
  end if;
  return query select taken, greatest(0, floor((burst - ahead) / step + 1e-6)::int),
    greatest(1, ceil(ahead + step - burst))::int, ceil(ahead)::int;
end $$;

-- Reserves up to `p_wanted` of a period's quota; the row lock makes parallel admissions take turns.
create function platform.take_quota(p_account_id uuid, p_period_id uuid, p_limit bigint, p_wanted int)
returns table (granted int, total bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  before bigint;
  taken int;
begin
  select c.used + c.reserved into before from platform.account_counters c
  where c.account_id = p_account_id and c.meter = 'api_calls' and c.period_id = p_period_id for update;
  if not found then
    insert into platform.account_counters (account_id, meter, period_id) values (p_account_id, 'api_calls', p_period_id)
    on conflict do nothing;
    select c.used + c.reserved into before from platform.account_counters c
    where c.account_id = p_account_id and c.meter = 'api_calls' and c.period_id = p_period_id for update;
  end if;
  taken := case when p_limit is null then p_wanted else greatest(0, least(p_wanted, p_limit - before)) end;
  if taken > 0 then
    update platform.account_counters c set reserved = c.reserved + taken, updated_at = now()
    where c.account_id = p_account_id and c.meter = 'api_calls' and c.period_id = p_period_id;
  end if;
  return query select taken, before;
end $$;

-- outcome: unauthenticated, not_found, refused (scope, status or billing: the caller says which), rate_limited,
-- quota_exceeded or admitted. `facts` come with the first call of each key. A metered call that is admitted holds a
-- reservation under its own id until platform.settle.
create function platform.admit(p_ids uuid[], p_key_ids text[], p_secret_hashes bytea[], p_slugs text[], p_named text[],
  p_permissions text[], p_metered boolean[], p_ips inet[], p_api_statuses text[], p_api_billing_states text[], p_ttl_seconds int)
returns table (call_id uuid, outcome text, facts jsonb, period_id uuid, period_end timestamptz, quota_used bigint,
  quota_limit bigint, rate_limit bigint, rate_remaining int, rate_reset_seconds int, retry_after_seconds int)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  call record;
  party record;
  rate record;
  quota record;
  key_facts jsonb;
  key_of_facts text;
  able boolean;
  metered_seen int;
  -- Calls that passed the checks of their own, waiting for their account's rate and quota.
  good_ids uuid[] := '{}';
  good_accounts uuid[] := '{}';
  good_metered boolean[] := '{}';
  held_ids uuid[] := '{}';
  held_accounts uuid[] := '{}';
  held_periods uuid[] := '{}';
  used_keys text[] := '{}';
  used_ips inet[] := '{}';
begin
  for call in
    select c.id, c.key_id, c.slug, c.named, c.permission, c.metered, c.ip, d.account_id, d.tenant_id,
      d.last_used_at is null or d.last_used_at < now() - interval '1 minute' as stale,
      d.secret_hash = c.secret_hash and d.revoked_at is null and (d.expires_at is null or d.expires_at > now())
        and u.status = 'active' as genuine
    from unnest(p_ids, p_key_ids, p_secret_hashes, p_slugs, p_named, p_permissions, p_metered, p_ips)
      with ordinality c (id, key_id, secret_hash, slug, named, permission, metered, ip, position)
    left join platform.api_key_directory d on d.key_id = c.key_id
    left join platform.users u on u.id = d.created_by
    order by c.key_id, c.position
  loop
    call_id := call.id; facts := null; outcome := null;
    if call.genuine is true and call.key_id is distinct from key_of_facts then
      key_of_facts := call.key_id;
      key_facts := platform.api_key_facts(call.key_id);
      facts := key_facts;
      able := key_facts ->> 'tenant_status' = any (p_api_statuses)
        and key_facts ->> 'billing_state' = any (p_api_billing_states);
    end if;
    if call.genuine is not true or key_facts ->> 'tenant_status' = 'erased'
      or key_facts ->> 'member_status' is distinct from 'active' then
      outcome := 'unauthenticated';
    elsif call.slug <> key_facts ->> 'tenant_slug'
      or call.named not in (key_facts ->> 'tenant_id', key_facts ->> 'tenant_slug') then
      outcome := 'not_found';
    elsif (call.metered and not able) or not coalesce(key_facts -> 'scopes' ? call.permission, true) then
      outcome := 'refused';
    end if;
    if outcome is null then
      good_ids := good_ids || call.id; good_accounts := good_accounts || call.account_id;
      good_metered := good_metered || call.metered;
    end if;
    if outcome is distinct from 'unauthenticated' and call.stale and not call.key_id = any (used_keys) then
      used_keys := used_keys || call.key_id; used_ips := used_ips || call.ip;
    end if;
    if outcome is not null or facts is not null then return next; end if;
  end loop;

  facts := null;
  -- Locks are taken account by account in one order, so that two admissions never wait for each other in a circle.
  for party in
    select g.account_id, array_agg(g.id order by g.position) as ids, array_agg(g.metered order by g.position) as metered,
      count(*)::int as calls,
      (select e.limit_value from platform.account_entitlements e
        where e.account_id = g.account_id and e.feature = 'api_rate' and e.enabled) as rate_limit,
      (select case when e.enabled then e.limit_value else 0 end from platform.account_entitlements e
        where e.account_id = g.account_id and e.feature = 'api_calls') as quota_limit,
      exists (select 1 from platform.account_entitlements e
        where e.account_id = g.account_id and e.feature = 'api_calls') as sold
    from unnest(good_ids, good_accounts, good_metered) with ordinality g (id, account_id, metered, position)
    group by g.account_id order by g.account_id
  loop
    period_id := platform.current_period(party.account_id);
    select p.ends_at into period_end from platform.usage_periods p where p.id = period_id;
    rate_limit := party.rate_limit;
    quota_limit := case when party.sold then party.quota_limit else 0 end;
    if party.rate_limit is not null then
      select * into rate from platform.take_rates('api:' || party.account_id, party.rate_limit, party.calls);
    else
      select party.calls as granted, null::int as remaining, 0 as retry_after_seconds, null::int as reset_seconds into rate;
    end if;
    select count(*)::int as wanted into metered_seen
    from unnest(party.metered[1:rate.granted]) m (metered) where m.metered;
    select 0 as granted, null::bigint as total into quota;
    if metered_seen > 0 then
      select * into quota from platform.take_quota(party.account_id, period_id, quota_limit, metered_seen);
    end if;
    metered_seen := 0;
    for position in 1..party.calls loop
      call_id := party.ids[position]; quota_used := null; retry_after_seconds := null;
      rate_remaining := rate.remaining + greatest(0, rate.granted - position); rate_reset_seconds := rate.reset_seconds;
      if position > rate.granted then
        outcome := 'rate_limited'; retry_after_seconds := rate.retry_after_seconds;
      elsif not party.metered[position] then
        outcome := 'admitted';
      else
        metered_seen := metered_seen + 1;
        outcome := case when metered_seen <= quota.granted then 'admitted' else 'quota_exceeded' end;
        quota_used := quota.total + least(metered_seen, quota.granted);
        if outcome = 'admitted' then
          held_ids := held_ids || call_id; held_accounts := held_accounts || party.account_id;
          held_periods := held_periods || period_id;
        else
          retry_after_seconds := greatest(1, ceil(extract(epoch from period_end - now())))::int;
        end if;
      end if;
      return next;
    end loop;
  end loop;

  if cardinality(held_ids) > 0 then
    insert into platform.reservations (id, account_id, meter, period_id, quantity, expires_at)
    select h.id, h.account_id, 'api_calls', h.period_id, 1, now() + make_interval(secs => p_ttl_seconds)
    from unnest(held_ids, held_accounts, held_periods) h (id, account_id, period_id);
  end if;
  -- When and from where a key was last used: once a minute, and never at the price of a wait.
  if cardinality(used_keys) > 0 then
    update platform.api_key_directory d set last_used_at = now(), last_used_ip = k.ip
    from unnest(used_keys, used_ips) k (key_id, ip)
    where d.key_id = k.key_id
      and d.key_id in (select x.key_id from platform.api_key_directory x where x.key_id = any (used_keys) for update skip locked);
  end if;
end $$;

-- Settles calls by the status of their answers: below 400 counts, anything else gives the reservation back. Safe to
-- repeat: a call is counted once, and a reservation that the sweeper took is not given back twice.
create function platform.settle(p_ids uuid[], p_account_ids uuid[], p_tenant_ids uuid[], p_period_ids uuid[],
  p_api_key_ids uuid[], p_methods text[], p_routes text[], p_statuses int[], p_durations_ms int[],
  p_response_bytes bigint[], p_request_ids text[])
returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  counted uuid[];
  freed uuid[];
  party record;
begin
  counted := shared.record_calls(p_ids, p_tenant_ids, p_period_ids, p_api_key_ids, p_methods, p_routes, p_statuses,
    p_durations_ms, p_response_bytes, p_request_ids);
  with gone as (delete from platform.reservations r where r.id = any (p_ids) returning r.id)
  select coalesce(array_agg(g.id), '{}') into freed from gone g;
  for party in
    select c.account_id, c.period_id, count(*) filter (where c.id = any (freed)) as released,
      count(*) filter (where c.id = any (counted)) as added
    from unnest(p_ids, p_account_ids, p_period_ids) c (id, account_id, period_id)
    group by 1, 2 order by 1, 2
  loop
    update platform.account_counters c
    set reserved = c.reserved - party.released, used = c.used + party.added, updated_at = now()
    where c.account_id = party.account_id and c.meter = 'api_calls' and c.period_id = party.period_id;
  end loop;
  return cardinality(counted);
end $$;

-- Gives back what a process that died had reserved for calls it never answered. Rows that a settlement holds are
-- skipped: they are being finished.
create function platform.sweep_calls(p_max int)
returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  party record;
  swept int := 0;
begin
  for party in
    with dead as (
      select r.id from platform.reservations r
      where r.expires_at < now() and r.meter = 'api_calls' order by r.expires_at limit p_max for update skip locked
    ), gone as (
      delete from platform.reservations r using dead where r.id = dead.id returning r.account_id, r.period_id, r.quantity
    )
    select g.account_id, g.period_id, sum(g.quantity) as quantity, count(*)::int as calls from gone g group by 1, 2 order by 1, 2
  loop
    update platform.account_counters c set reserved = c.reserved - party.quantity, updated_at = now()
    where c.account_id = party.account_id and c.meter = 'api_calls' and c.period_id = party.period_id;
    swept := swept + party.calls;
  end loop;
  return swept;
end $$;

-- The period that an event at `p_at` belongs to: its own while that is open, else the one that runs now.
create function platform.period_at(p_account_id uuid, p_at timestamptz)
returns uuid
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select coalesce((select p.id from platform.usage_periods p
    where p.account_id = p_account_id and p.starts_at <= p_at and p.ends_at > p_at and p.state <> 'closed'),
    platform.current_period(p_account_id))
$$;

revoke all on function platform.api_key_facts(text), platform.take_rates(text, bigint, int),
  platform.take_quota(uuid, uuid, bigint, int),
  platform.admit(uuid[], text[], bytea[], text[], text[], text[], boolean[], inet[], text[], text[], int),
  platform.settle(uuid[], uuid[], uuid[], uuid[], uuid[], text[], text[], int[], int[], bigint[], text[]),
  platform.sweep_calls(int), platform.period_at(uuid, timestamptz) from public;
grant execute on function
  platform.admit(uuid[], text[], bytea[], text[], text[], text[], boolean[], inet[], text[], text[], int),
  platform.settle(uuid[], uuid[], uuid[], uuid[], uuid[], text[], text[], int[], int[], bigint[], text[]),
  platform.period_at(uuid, timestamptz) to atrium_admission;
grant execute on function platform.sweep_calls(int), platform.period_at(uuid, timestamptz) to atrium_system;
