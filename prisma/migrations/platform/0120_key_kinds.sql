-- Keys come in kinds: a person's key, a person's own token, and a service account's key, which has no person whose rights
-- count. `own_rate` is what one key may ask a minute, below the account's.
alter table platform.api_key_directory
  alter column created_by drop not null,
  add column kind varchar(20) not null default 'api_key' check (kind in ('api_key', 'personal', 'service')),
  add column service_account_id uuid,
  add column own_rate int check (own_rate > 0),
  add constraint api_key_directory_owner check ((kind = 'service') = (service_account_id is not null)
    and (kind = 'service' or created_by is not null)) not valid;
create index api_key_directory_person_idx on platform.api_key_directory (created_by) where kind = 'personal' and revoked_at is null;

-- Said right after announce_api_key(), in the same transaction. The tenant comes from the transaction's context.
create function platform.describe_api_key(p_api_key_id uuid, p_kind text, p_service_account_id uuid)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update platform.api_key_directory set kind = p_kind, service_account_id = p_service_account_id,
    created_by = case when p_kind = 'service' then null else created_by end
  where api_key_id = p_api_key_id and tenant_id = current_setting('app.tenant_id')::uuid
$$;

create function platform.limit_api_key(p_api_key_id uuid, p_own_rate int)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update platform.api_key_directory set own_rate = p_own_rate
  where api_key_id = p_api_key_id and tenant_id = current_setting('app.tenant_id')::uuid
$$;
revoke all on function platform.describe_api_key(uuid, text, uuid), platform.limit_api_key(uuid, int) from public;
grant execute on function platform.describe_api_key(uuid, text, uuid), platform.limit_api_key(uuid, int)
  to atrium_tenant, atrium_system;

create or replace function platform.api_key_facts(p_key_id text)
returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return (select jsonb_build_object(
    'tenant_id', t.id, 'tenant_slug', t.slug, 'tenant_name', t.name, 'tenant_status', t.status, 'tenant_cell', t.cell,
    'tenant_locale', t.locale, 'tenant_time_zone', t.time_zone, 'account_id', t.account_id, 'plan_key', a.plan_key,
    'billing_state', a.billing_state, 'api_key_id', d.api_key_id, 'created_by', d.created_by, 'scopes', d.scopes,
    'ip_allow', d.ip_allow, 'key_kind', d.kind, 'service_account_id', d.service_account_id, 'own_rate', d.own_rate,
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

-- As before, with service accounts, which are nobody's, and with keys that have a rate of their own.
create or replace function platform.admit(p_ids uuid[], p_key_ids text[], p_secret_hashes bytea[], p_slugs text[], p_named text[],
  p_permissions text[], p_metered boolean[], p_ips inet[], p_api_statuses text[], p_api_billing_states text[], p_ttl_seconds int)
returns table (call_id uuid, outcome text, facts jsonb, period_id uuid, period_end timestamptz, quota_used bigint,
  quota_limit bigint, rate_limit bigint, rate_remaining int, rate_reset_seconds int, retry_after_seconds int)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  call record;
  party record;
  rate record;
  own record;
  quota record;
  key_facts jsonb;
  key_of_facts text;
  able boolean;
  metered_seen int;
  -- Calls that passed the checks of their own, waiting for their account's rate and quota.
  good_ids uuid[] := '{}';
  good_accounts uuid[] := '{}';
  good_metered boolean[] := '{}';
  -- What a key's own rate left it, where it has one and that is less than the account's.
  good_limits bigint[] := '{}';
  good_lefts int[] := '{}';
  good_resets int[] := '{}';
  held_ids uuid[] := '{}';
  held_accounts uuid[] := '{}';
  held_periods uuid[] := '{}';
  used_keys text[] := '{}';
  used_ips inet[] := '{}';
begin
  for call in
    select c.id, c.key_id, d.api_key_id, d.own_rate, c.slug, c.named, c.permission, c.metered, c.ip, d.account_id, d.tenant_id,
      d.last_used_at is null or d.last_used_at < now() - interval '1 minute' as stale,
      d.secret_hash = c.secret_hash and d.revoked_at is null and (d.expires_at is null or d.expires_at > now())
        and (d.service_account_id is not null or u.status = 'active') as genuine
    from unnest(p_ids, p_key_ids, p_secret_hashes, p_slugs, p_named, p_permissions, p_metered, p_ips)
      with ordinality c (id, key_id, secret_hash, slug, named, permission, metered, ip, position)
    left join platform.api_key_directory d on d.key_id = c.key_id
    left join platform.users u on u.id = d.created_by
    order by c.key_id, c.position
  loop
    call_id := call.id; facts := null; outcome := null;
    rate_limit := null; rate_remaining := null; rate_reset_seconds := null; retry_after_seconds := null;
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
    -- A key's own rate first: what it refuses takes nothing of the account's. Keys come in the order of their ids,
    -- before any account, so that these locks cannot cross either.
    if outcome is null and call.own_rate is not null then
      select * into own from platform.take_rates('key:' || call.api_key_id, call.own_rate, 1);
      rate_limit := call.own_rate; rate_remaining := own.remaining; rate_reset_seconds := own.reset_seconds;
      if own.granted = 0 then
        outcome := 'rate_limited'; retry_after_seconds := own.retry_after_seconds;
      end if;
    end if;
    if outcome is null then
      good_ids := good_ids || call.id; good_accounts := good_accounts || call.account_id;
      good_metered := good_metered || call.metered; good_limits := good_limits || rate_limit;
      good_lefts := good_lefts || rate_remaining; good_resets := good_resets || rate_reset_seconds;
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
      array_agg(g.own_limit order by g.position) as own_limits, array_agg(g.own_left order by g.position) as own_lefts,
      array_agg(g.own_reset order by g.position) as own_resets,
      count(*)::int as calls,
      (select e.limit_value from platform.account_entitlements e
        where e.account_id = g.account_id and e.feature = 'api_rate' and e.enabled) as rate_limit,
      (select case when e.enabled then e.limit_value else 0 end from platform.account_entitlements e
        where e.account_id = g.account_id and e.feature = 'api_calls') as quota_limit,
      exists (select 1 from platform.account_entitlements e
        where e.account_id = g.account_id and e.feature = 'api_calls') as sold
    from unnest(good_ids, good_accounts, good_metered, good_limits, good_lefts, good_resets)
      with ordinality g (id, account_id, metered, own_limit, own_left, own_reset, position)
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
      rate_limit := party.rate_limit;
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
      if outcome <> 'rate_limited' and party.own_limits[position] is not null
        and (rate_remaining is null or party.own_lefts[position] < rate_remaining) then
        rate_limit := party.own_limits[position]; rate_remaining := party.own_lefts[position];
        rate_reset_seconds := party.own_resets[position];
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
