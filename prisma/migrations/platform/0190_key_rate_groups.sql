-- A key's own rate is counted for all keys that came out of one another: rotations, and what a limited key made. By the
-- key alone, an overlap doubles the allowance and a limited key makes itself as many allowances as it wants.
alter table platform.api_key_directory add column rate_group uuid;

-- Said right after announce_api_key(), in the same transaction. The tenant comes from the transaction's context.
create function platform.share_key_rate(p_api_key_id uuid, p_with uuid)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update platform.api_key_directory set rate_group = coalesce((select coalesce(w.rate_group, w.api_key_id)
    from platform.api_key_directory w where w.api_key_id = p_with and w.tenant_id = current_setting('app.tenant_id')::uuid), p_with)
  where api_key_id = p_api_key_id and tenant_id = current_setting('app.tenant_id')::uuid
$$;
revoke all on function platform.share_key_rate(uuid, uuid) from public;
grant execute on function platform.share_key_rate(uuid, uuid) to atrium_tenant, atrium_system;

-- As before, with the group of a key whose own rate counts.
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
    select c.id, c.key_id, coalesce(d.rate_group, d.api_key_id) as rate_group, d.own_rate, c.slug, c.named, c.permission, c.metered, c.ip, d.account_id, d.tenant_id,
      d.last_used_at is null or d.last_used_at < now() - interval '1 minute' as stale,
      d.secret_hash = c.secret_hash and d.revoked_at is null and (d.expires_at is null or d.expires_at > now())
        and (d.service_account_id is not null or u.status = 'active') as genuine
    from unnest(p_ids, p_key_ids, p_secret_hashes, p_slugs, p_named, p_permissions, p_metered, p_ips)
      with ordinality c (id, key_id, secret_hash, slug, named, permission, metered, ip, position)
    left join platform.api_key_directory d on d.key_id = c.key_id
    left join platform.users u on u.id = d.created_by
    order by rate_group, c.key_id, c.position
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
    -- A key's own rate first: what it refuses takes nothing of the account's. Keys come in the order of their groups,
    -- before any account, so that these locks cannot cross either.
    if outcome is null and call.own_rate is not null then
      select * into own from platform.take_rates('key:' || call.rate_group, call.own_rate, 1);
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
