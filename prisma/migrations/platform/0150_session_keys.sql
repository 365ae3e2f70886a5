-- A session has one key a cookie: the one it was born with (in the session's own row) and one for every host that took
-- it over. A proof of identity or a new factor counts for the key that brought it and replaces that key.
create table platform.session_keys (
  id uuid primary key,
  session_id uuid not null references platform.sessions (id) on delete cascade,
  token_hash bytea not null unique,
  auth_at timestamptz not null,
  mfa_at timestamptz,
  replaced_at timestamptz,
  grace_used boolean not null default false,
  created_at timestamptz not null default now()
);
create index session_keys_session_id on platform.session_keys (session_id);
grant select, insert, update, delete on platform.session_keys to atrium_system;

alter table platform.sessions
  add column replaced_at timestamptz,
  add column grace_used boolean not null default false;

-- The session behind a cookie's key and what this key has proved. A replaced key answers one more request, within ten
-- seconds: one that was under way in the same browser. `p_spend` false looks without using that one up.
create function platform.open_session(p_key_hash bytea, p_spend boolean)
returns table (sid_hash bytea, key_id uuid, auth_at timestamptz, mfa_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with born as (
    select s.id, s.sid_hash, s.auth_at, s.mfa_at, s.replaced_at, s.grace_used
    from platform.sessions s where s.sid_hash = p_key_hash
  ), made as (
    select k.id, s.sid_hash, k.auth_at, k.mfa_at, k.replaced_at, k.grace_used
    from platform.session_keys k join platform.sessions s on s.id = k.session_id where k.token_hash = p_key_hash
  ), late_born as (
    update platform.sessions s set grace_used = true from born b
    where s.id = b.id and p_spend and b.replaced_at > now() - interval '10 seconds' and not s.grace_used returning s.id
  ), late_made as (
    update platform.session_keys k set grace_used = true from made m
    where k.id = m.id and p_spend and m.replaced_at > now() - interval '10 seconds' and not k.grace_used returning k.id
  )
  select b.sid_hash, null::uuid, b.auth_at, b.mfa_at from born b
  where b.replaced_at is null or exists (select 1 from late_born)
    or (not p_spend and not b.grace_used and b.replaced_at > now() - interval '10 seconds')
  union all
  select m.sid_hash, m.id, m.auth_at, m.mfa_at from made m
  where m.replaced_at is null or exists (select 1 from late_made)
    or (not p_spend and not m.grace_used and m.replaced_at > now() - interval '10 seconds')
$$;
revoke all on function platform.open_session(bytea, boolean) from public;
grant execute on function platform.open_session(bytea, boolean) to atrium_app, atrium_system;
