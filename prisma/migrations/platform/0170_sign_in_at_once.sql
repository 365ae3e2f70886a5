-- Signing in with a password in two trips to the database: one before the hash is compared, one after it.

create function platform.owes_factor(p_user_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select 1 from platform.user_tenants m
    join platform.tenants t on t.id = m.tenant_id and t.status <> 'erased'
    cross join lateral platform.policy_of(m.tenant_id) p
    where m.user_id = p_user_id and m.status = 'active' and (p.policy #>> '{mfa,required}')::boolean
      and greatest((p.policy ->> 'mfa_since')::timestamptz, m.created_at)
        + make_interval(days => (p.policy #>> '{mfa,grace_days}')::int) <= now())
$$;

-- What the strictest workspace asks for; fewer than the platform's own minimum only for who has a second factor.
create function platform.required_password_length(p_user_id uuid, p_minimum int) returns int
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select case when platform.has_factor(p_user_id) then w.wanted else greatest(w.wanted, p_minimum) end
  from (
    select coalesce(max(coalesce((p.policy #>> '{password,min_length}')::int, p_minimum)), p_minimum) as wanted
    from platform.user_tenants m
    join platform.tenants t on t.id = m.tenant_id and t.status <> 'erased'
    left join lateral platform.policy_of(m.tenant_id) p on true
    where m.user_id = p_user_id and m.status = 'active'
  ) w
$$;

-- take_sign_in(), and who has the address. Nobody is looked for while tries are refused.
create function platform.begin_sign_in(p_account text, p_address text, p_email text, p_device bytea)
returns table (device_id uuid, refused text, retry_after_seconds int, mail boolean, id uuid, email text, first_name text,
  last_name text, platform_role text, locale text, status text, password_hash text)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select a.*, u.id, u.email, u.first_name, u.last_name, u.platform_role, u.locale, u.status, c.password_hash
  from platform.take_sign_in(p_account, p_address, p_email, p_device) a
  left join platform.users u on a.refused is null and u.email = p_email
  left join platform.credentials c on c.user_id = u.id
$$;

-- Makes a browser a known one of a person. `p_proved` is the mark that it has when the person proved themselves there;
-- `p_own` another one for a browser that is known by single sign-on alone.
create function platform.keep_device(p_id uuid, p_user_id uuid, p_own bytea, p_proved bytea, p_ip inet, p_agent text)
returns table (device_id uuid, is_strange boolean)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into platform.known_devices as d (id, user_id, token_hash, ip, user_agent)
  values (p_id, p_user_id, p_own, p_ip, p_agent)
  on conflict (token_hash, user_id) do update
    set last_seen_at = now(), ip = excluded.ip, user_agent = excluded.user_agent
  returning d.id, d.created_at = now()
    and (exists (select 1 from platform.users u where u.id = d.user_id and u.last_sign_in_method is not null)
      or exists (select 1 from platform.known_devices o where o.user_id = d.user_id and o.id <> d.id))
    and not exists (select 1 from platform.known_devices o
      where o.user_id = d.user_id and o.id <> d.id and o.token_hash = p_proved)
$$;

-- What every sign-in writes: the end of the session that this browser carried, the browser, the session, the event.
create function platform.record_sign_in(p jsonb) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  kept_id uuid;
  kept_strange boolean := false;
  previous bytea := decode(p ->> 'previous_hash', 'hex');
begin
  if previous is not null then
    update platform.sessions s set revoked_at = now()
    where s.revoked_at is null and (s.sid_hash = previous
      or s.id in (select k.session_id from platform.session_keys k where k.token_hash = previous));
  end if;
  if p ->> 'device_id' is not null then
    select k.device_id, k.is_strange into kept_id, kept_strange from platform.keep_device((p ->> 'device_id')::uuid, (p ->> 'user_id')::uuid,
      decode(p ->> 'device_own', 'hex'), decode(p ->> 'device_proved', 'hex'), (p ->> 'ip')::inet, p ->> 'user_agent') k;
  end if;
  insert into platform.sessions (id, sid_hash, user_id, method, ip, user_agent, device_id, password_due, mfa_at, auth_at,
    idle_expires_at, absolute_expires_at)
  values ((p ->> 'id')::uuid, decode(p ->> 'sid_hash', 'hex'), (p ->> 'user_id')::uuid, p ->> 'method',
    (p ->> 'ip')::inet, p ->> 'user_agent', kept_id,
    (p ->> 'password_due')::boolean, (p ->> 'mfa_at')::timestamptz, (p ->> 'auth_at')::timestamptz,
    (p ->> 'idle_expires_at')::timestamptz, (p ->> 'absolute_expires_at')::timestamptz);
  update platform.users u set last_sign_in_method = p ->> 'method', updated_at = now()
  where u.id = (p ->> 'user_id')::uuid;
  insert into platform.platform_events
  select e.* from jsonb_populate_record(null::platform.platform_events,
    (p -> 'event') || jsonb_build_object('occurred_at', now())) e;
  return kept_strange;
end $$;

-- The password was right: its guards start anew, and who owes nothing more is signed in. Whoever has or owes a second
-- factor, owes a longer password, is staff or stands in a strange browser is left to the long way, with nothing written.
create function platform.finish_sign_in(p_account text, p_address text, p_device_id uuid, p_length int, p_minimum int,
  p jsonb)
returns table (is_signed_in boolean, places text[], locale text, theme text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  person uuid := (p ->> 'user_id')::uuid;
begin
  perform platform.clear_sign_in(p_account, p_address, p_device_id);
  is_signed_in := false;
  if p_device_id is null or platform.has_factor(person) or platform.owes_factor(person)
    or platform.required_password_length(person, p_minimum) > p_length then
    return next; return;
  end if;
  select u.locale, u.theme, array(
    select t.slug::text from platform.user_tenants m join platform.tenants t on t.id = m.tenant_id
    where m.user_id = u.id and m.status = 'active' and t.status <> 'erased' limit 2)
  into locale, theme, places
  from platform.users u where u.id = person and u.status = 'active' and u.platform_role = 'user';
  if found then
    perform platform.record_sign_in(p);
    is_signed_in := true;
  end if;
  return next;
end $$;

revoke all on function platform.owes_factor(uuid), platform.required_password_length(uuid, int),
  platform.begin_sign_in(text, text, text, bytea),
  platform.keep_device(uuid, uuid, bytea, bytea, inet, text), platform.record_sign_in(jsonb),
  platform.finish_sign_in(text, text, uuid, int, int, jsonb) from public;
grant execute on function platform.owes_factor(uuid), platform.required_password_length(uuid, int),
  platform.begin_sign_in(text, text, text, bytea),
  platform.keep_device(uuid, uuid, bytea, bytea, inet, text), platform.record_sign_in(jsonb),
  platform.finish_sign_in(text, text, uuid, int, int, jsonb), platform.clear_sign_in(text, text, uuid) to atrium_system;
