-- Narrow look-ups for roles that may not read the control plane. Each runs as its owner with a pinned search_path.

-- Everything one portal request needs before its tenant context exists: the host's tenant and the cookie's session.
create function platform.request_context(p_slug text, p_sid_hash bytea)
returns table (
  tenant_id uuid, tenant_slug text, tenant_name text, tenant_status text, tenant_cell text, tenant_locale text,
  tenant_time_zone text, account_id uuid, plan_key text, billing_state text, entitlements jsonb,
  session_id uuid, user_id uuid, user_email text, first_name text, last_name text, platform_role text,
  user_locale text, user_theme text, auth_at timestamptz, mfa_at timestamptz, account_role text
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with live as (
    select s.id, s.user_id, s.auth_at, s.mfa_at, s.last_seen_at
    from platform.sessions s
    where s.sid_hash = p_sid_hash and s.revoked_at is null
      and s.idle_expires_at > now() and s.absolute_expires_at > now()
  ), touched as (
    -- Once a minute is enough for an idle limit of hours, and keeps reads from becoming writes.
    update platform.sessions s
    set last_seen_at = now(), idle_expires_at = least(now() + interval '12 hours', s.absolute_expires_at)
    from live where s.id = live.id and live.last_seen_at < now() - interval '1 minute'
    returning s.id
  ), person as (
    select l.id as session_id, l.auth_at, l.mfa_at, u.*
    from live l join platform.users u on u.id = l.user_id and u.status = 'active'
  ), place as (
    select t.*, a.plan_key, a.billing_state,
      (select coalesce(jsonb_object_agg(e.feature, jsonb_build_object('enabled', e.enabled, 'limit', e.limit_value,
        'level', e.level, 'source', e.source)), '{}') from platform.account_entitlements e where e.account_id = a.id)
        as entitlements
    from platform.tenants t join platform.accounts a on a.id = t.account_id
    where t.slug = p_slug and t.status <> 'erased'
  )
  select place.id, place.slug::text, place.name::text, place.status::text, place.cell::text, place.locale::text,
    place.time_zone::text, place.account_id, place.plan_key::text, place.billing_state::text, place.entitlements,
    person.session_id, person.id, person.email::text, person.first_name::text, person.last_name::text,
    person.platform_role::text, person.locale::text, person.theme::text, person.auth_at, person.mfa_at,
    (select m.role::text from platform.account_members m where m.account_id = place.account_id and m.user_id = person.id)
  from (select 1) one left join place on true left join person on true
$$;

-- The tenant facts behind an id, for work that starts from a key or a job instead of a host.
create function platform.tenant_by_id(p_tenant_id uuid)
returns table (tenant_id uuid, tenant_slug text, tenant_name text, tenant_status text, tenant_cell text,
  tenant_locale text, tenant_time_zone text, account_id uuid, plan_key text, billing_state text, entitlements jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select t.id, t.slug::text, t.name::text, t.status::text, t.cell::text, t.locale::text, t.time_zone::text,
    t.account_id, a.plan_key::text, a.billing_state::text,
    (select coalesce(jsonb_object_agg(e.feature, jsonb_build_object('enabled', e.enabled, 'limit', e.limit_value,
      'level', e.level, 'source', e.source)), '{}') from platform.account_entitlements e where e.account_id = a.id)
  from platform.tenants t join platform.accounts a on a.id = t.account_id
  where t.id = p_tenant_id and t.status <> 'erased'
$$;

create function platform.tenant_of_token(p_kind text, p_token_hash bytea)
returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select d.tenant_id from platform.token_directory d
  where d.token_hash = p_token_hash and d.kind = p_kind
$$;

-- Tokens, keys and members are announced to the directories in the transaction of their tenant. The tenant comes
-- from the transaction's context, never from an argument.
create function platform.announce_token(p_kind text, p_token_hash bytea, p_expires_at timestamptz)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into platform.token_directory (token_hash, kind, tenant_id, expires_at)
  values (p_token_hash, p_kind, current_setting('app.tenant_id')::uuid, p_expires_at)
$$;

create function platform.withdraw_token(p_token_hash bytea)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  delete from platform.token_directory
  where token_hash = p_token_hash and tenant_id = current_setting('app.tenant_id')::uuid
$$;

create function platform.announce_api_key(p_key_id text, p_api_key_id uuid, p_secret_hash bytea, p_created_by uuid,
  p_scopes text[], p_expires_at timestamptz)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into platform.api_key_directory (key_id, api_key_id, tenant_id, account_id, secret_hash, created_by, scopes, expires_at)
  select p_key_id, p_api_key_id, t.id, t.account_id, p_secret_hash, p_created_by, p_scopes, p_expires_at
  from platform.tenants t where t.id = current_setting('app.tenant_id')::uuid
$$;

create function platform.withdraw_api_key(p_api_key_id uuid)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update platform.api_key_directory set revoked_at = coalesce(revoked_at, now())
  where api_key_id = p_api_key_id and tenant_id = current_setting('app.tenant_id')::uuid
$$;

-- When each key of this tenant was last used; the hot path writes it to the directory only.
create function platform.api_key_activity()
returns table (api_key_id uuid, last_used_at timestamptz, last_used_ip text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select d.api_key_id, d.last_used_at, host(d.last_used_ip) from platform.api_key_directory d
  where d.tenant_id = current_setting('app.tenant_id')::uuid
$$;

create function platform.announce_member(p_user_id uuid, p_status text)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into platform.user_tenants (user_id, tenant_id, status)
  values (p_user_id, current_setting('app.tenant_id')::uuid, p_status)
  on conflict (user_id, tenant_id) do update set status = excluded.status
$$;

create function platform.withdraw_member(p_user_id uuid)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  delete from platform.user_tenants
  where user_id = p_user_id and tenant_id = current_setting('app.tenant_id')::uuid
$$;

-- Work for the worker, written by the transaction that wants it done. The payload is sealed by the caller.
create function platform.enqueue(p_id uuid, p_queue text, p_payload text, p_dedupe_key text)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into platform.outbox (id, queue, payload, tenant_id, dedupe_key)
  values (p_id, p_queue, p_payload, nullif(current_setting('app.tenant_id', true), '')::uuid, p_dedupe_key)
  on conflict (dedupe_key) do nothing
$$;

create function platform.notify_outbox() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$ begin perform pg_notify('atrium_outbox', ''); return null; end $$;
create trigger outbox_notify after insert on platform.outbox
  for each statement execute function platform.notify_outbox();

-- Generic cell rate algorithm (GCRA, ITU-T I.371): one row a key, exact under concurrency.
create function platform.take_rate(p_key text, p_limit int, p_window_seconds int)
returns table (allowed boolean, remaining int, retry_after_seconds int, reset_seconds int)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  step interval := make_interval(secs => p_window_seconds::double precision / p_limit);
  burst interval := make_interval(secs => p_window_seconds);
  moment timestamptz := clock_timestamp();
  next_tat timestamptz;
  current_tat timestamptz;
begin
  insert into platform.rate_limits as r (key, tat) values (p_key, moment + step)
  on conflict (key) do update set tat = greatest(r.tat, moment) + step
    where greatest(r.tat, moment) + step - moment <= burst
  returning r.tat into next_tat;
  if next_tat is not null then
    return query select true,
      greatest(0, floor(extract(epoch from (burst - (next_tat - moment))) / extract(epoch from step))::int),
      0, ceil(extract(epoch from (next_tat - moment)))::int;
    return;
  end if;
  select r.tat into current_tat from platform.rate_limits r where r.key = p_key;
  return query select false, 0,
    greatest(1, ceil(extract(epoch from (current_tat + step - moment - burst)))::int),
    greatest(1, ceil(extract(epoch from (current_tat - moment)))::int);
end $$;

-- The open period of an account; made when the last one has ended. Free accounts count by calendar month (UTC).
create function platform.current_period(p_account_id uuid)
returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  found_id uuid;
  month_start timestamptz := date_trunc('month', now(), 'UTC');
  last_end timestamptz;
begin
  select p.id into found_id from platform.usage_periods p
  where p.account_id = p_account_id and p.starts_at <= now() and p.ends_at > now();
  if found_id is not null then return found_id; end if;
  perform pg_advisory_xact_lock(hashtextextended('period:' || p_account_id::text, 0));
  select p.id into found_id from platform.usage_periods p
  where p.account_id = p_account_id and p.starts_at <= now() and p.ends_at > now();
  if found_id is not null then return found_id; end if;
  select max(p.ends_at) into last_end from platform.usage_periods p
  where p.account_id = p_account_id and p.ends_at <= now();
  insert into platform.usage_periods (id, account_id, starts_at, ends_at, source)
  values (gen_random_uuid(), p_account_id, greatest(month_start, coalesce(last_end, month_start)),
    month_start + interval '1 month', 'calendar')
  returning id into found_id;
  return found_id;
end $$;

-- Takes `p_quantity` of a limit, or takes nothing. Gauges (tenants, agents) use the zero period.
create function platform.reserve(p_id uuid, p_account_id uuid, p_tenant_id uuid, p_meter text, p_feature text,
  p_period_id uuid, p_quantity bigint, p_ttl_seconds int)
returns table (granted boolean, used bigint, limit_value bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  ceiling bigint;
  permitted boolean;
  new_total bigint;
begin
  select e.limit_value, e.enabled into ceiling, permitted from platform.account_entitlements e
  where e.account_id = p_account_id and e.feature = p_feature;
  if not coalesce(permitted, false) then return query select false, 0::bigint, 0::bigint; return; end if;
  insert into platform.account_counters as c (account_id, meter, period_id) values (p_account_id, p_meter, p_period_id)
  on conflict do nothing;
  update platform.account_counters c set reserved = c.reserved + p_quantity, updated_at = now()
  where c.account_id = p_account_id and c.meter = p_meter and c.period_id = p_period_id
    and (ceiling is null or c.used + c.reserved + p_quantity <= ceiling)
  returning c.used + c.reserved into new_total;
  if new_total is null then
    return query select false, c.used + c.reserved, ceiling from platform.account_counters c
      where c.account_id = p_account_id and c.meter = p_meter and c.period_id = p_period_id;
    return;
  end if;
  insert into platform.reservations (id, account_id, tenant_id, meter, period_id, quantity, expires_at)
  values (p_id, p_account_id, p_tenant_id, p_meter, p_period_id, p_quantity, now() + make_interval(secs => p_ttl_seconds));
  return query select true, new_total, ceiling;
end $$;

-- Ends a reservation: counted when `p_count`, given back otherwise. A second call finds nothing and changes nothing.
create function platform.finish_reservation(p_id uuid, p_count boolean)
returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare held platform.reservations;
begin
  delete from platform.reservations r where r.id = p_id returning r.* into held;
  if held.id is null then return false; end if;
  update platform.account_counters c
  set reserved = c.reserved - held.quantity,
    used = c.used + case when p_count then held.quantity else 0 end, updated_at = now()
  where c.account_id = held.account_id and c.meter = held.meter and c.period_id = held.period_id;
  return true;
end $$;

-- Gives back what a gauge counted (an agent archived, a tenant deleted).
create function platform.release_gauge(p_account_id uuid, p_meter text, p_quantity bigint)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update platform.account_counters set used = greatest(0, used - p_quantity), updated_at = now()
  where account_id = p_account_id and meter = p_meter and period_id = '00000000-0000-0000-0000-000000000000'
$$;

-- Quotas of an account as the portal shows them.
create function platform.account_usage(p_account_id uuid)
returns table (meter text, used bigint, limit_value bigint, period_start timestamptz, period_end timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with period as (
    select p.id, p.starts_at, p.ends_at from platform.usage_periods p
    where p.id = platform.current_period(p_account_id)
  ), meters (meter, feature, gauge) as (
    values ('api_calls', 'api_calls', false), ('agents', 'agents', true), ('tenants', 'tenants', true)
  )
  select m.meter, coalesce(c.used + c.reserved, 0), e.limit_value,
    case when m.gauge then null else period.starts_at end, case when m.gauge then null else period.ends_at end
  from meters m cross join period
  left join platform.account_entitlements e on e.account_id = p_account_id and e.feature = m.feature
  left join platform.account_counters c on c.account_id = p_account_id and c.meter = m.meter
    and c.period_id = case when m.gauge then '00000000-0000-0000-0000-000000000000'::uuid else period.id end
$$;

-- At least one owner an account, decided at commit. The lock makes two leaving owners see each other.
create function platform.check_account_owner() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('owner:' || old.account_id::text, 0));
  if exists (select 1 from platform.accounts a where a.id = old.account_id)
    and not exists (select 1 from platform.account_members m where m.account_id = old.account_id and m.role = 'owner') then
    raise exception 'account % must keep an owner', old.account_id using errcode = '23514', constraint = 'account_keeps_owner';
  end if;
  return null;
end $$;
create constraint trigger account_keeps_owner after update or delete on platform.account_members
  deferrable initially deferred for each row execute function platform.check_account_owner();

create function platform.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$ begin raise exception 'audit rows are append-only' using errcode = '42501'; end $$;
create trigger platform_events_append_only before update or delete on platform.platform_events
  for each row execute function platform.refuse_change();

revoke all on all functions in schema platform from public;
grant execute on function platform.request_context(text, bytea), platform.tenant_by_id(uuid),
  platform.tenant_of_token(text, bytea), platform.take_rate(text, int, int) to atrium_app;
grant execute on function platform.take_rate(text, int, int), platform.current_period(uuid),
  platform.reserve(uuid, uuid, uuid, text, text, uuid, bigint, int), platform.finish_reservation(uuid, boolean),
  platform.release_gauge(uuid, text, bigint), platform.account_usage(uuid) to atrium_admission;
grant execute on function platform.take_rate(text, int, int), platform.tenant_by_id(uuid), platform.current_period(uuid),
  platform.reserve(uuid, uuid, uuid, text, text, uuid, bigint, int), platform.finish_reservation(uuid, boolean),
  platform.release_gauge(uuid, text, bigint), platform.account_usage(uuid) to atrium_system;
grant usage on schema platform to atrium_tenant;
grant execute on function platform.announce_token(text, bytea, timestamptz), platform.withdraw_token(bytea),
  platform.announce_api_key(text, uuid, bytea, uuid, text[], timestamptz), platform.withdraw_api_key(uuid),
  platform.api_key_activity(), platform.announce_member(uuid, text), platform.withdraw_member(uuid),
  platform.enqueue(uuid, text, text, text) to atrium_tenant, atrium_system;
