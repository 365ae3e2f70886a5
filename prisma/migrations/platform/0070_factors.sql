-- Second factors beside the authenticator app: recovery codes and passkeys, and the budget of guesses.

-- Ten a person, made with the first factor. They are short enough to type, so argon2id (one salt a set) hides them.
create table platform.recovery_codes (
  id uuid primary key,
  user_id uuid not null references platform.users (id) on delete cascade,
  salt bytea not null,
  code_hash bytea not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  unique (user_id, code_hash)
);

-- When codes were tried lately: an exact count of the last hour, kept although a challenge ends.
create table platform.factor_attempts (
  user_id uuid primary key references platform.users (id) on delete cascade,
  attempts timestamptz[] not null default '{}'
);

create table platform.passkeys (
  id uuid primary key,
  user_id uuid not null references platform.users (id) on delete cascade,
  credential_id bytea not null unique,
  public_key bytea not null,
  sign_count bigint not null default 0,
  transports text[] not null default '{}',
  backed_up boolean not null default false,
  name varchar(100) not null,
  last_used_at timestamptz,
  created_at timestamptz not null default now()
);
create index passkeys_user_idx on platform.passkeys (user_id, created_at);

-- What an authenticator is asked to sign, once, in one browser. Nobody's yet where the passkey says who comes.
create table platform.passkey_challenges (
  id uuid primary key,
  token_hash bytea not null unique,
  purpose varchar(20) not null check (purpose in ('sign_in', 'second_step', 'step_up')),
  challenge varchar(100) not null,
  user_id uuid references platform.users (id) on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);
create index passkey_challenges_age_idx on platform.passkey_challenges (expires_at);

grant select, insert, update, delete on platform.recovery_codes, platform.factor_attempts, platform.passkeys,
  platform.passkey_challenges to atrium_system;

alter table platform.auth_tokens drop constraint auth_tokens_kind_check;
alter table platform.auth_tokens add constraint auth_tokens_kind_check check (kind in ('handoff', 'password_reset',
  'mfa_challenge', 'mfa_enrolment', 'passkey_enrolment', 'factor_reset')) not valid;

-- Whether a person has a second factor: an authenticator app or a passkey.
create function platform.has_factor(p_user_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (select 1 from platform.totp_factors f where f.user_id = p_user_id and f.confirmed_at is not null)
    or exists (select 1 from platform.passkeys k where k.user_id = p_user_id)
$$;
revoke all on function platform.has_factor(uuid) from public;
grant execute on function platform.has_factor(uuid) to atrium_system;

create or replace function platform.apply_policy(p_slug text, p_sid_hash bytea)
returns table (sid_hash bytea, policy jsonb, policy_version int, session_method text, password_due boolean,
  has_factor boolean, member_since timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with place as (
    select t.id, p.version, p.policy from platform.tenants t
    cross join lateral platform.policy_of(t.id) p where t.slug = p_slug
  ), visit as (
    select s.id, s.method, s.password_due, m.created_at as member_since, platform.has_factor(s.user_id) as has_factor,
      coalesce(s.last_seen_at < now() - make_interval(mins => (place.policy #>> '{session,idle_minutes}')::int), false)
        or coalesce(s.created_at < now() - make_interval(mins => (place.policy #>> '{session,absolute_minutes}')::int), false)
        as is_over
    from place join platform.sessions s on s.sid_hash = p_sid_hash and s.revoked_at is null
    join platform.user_tenants m on m.user_id = s.user_id and m.tenant_id = place.id and m.status = 'active'
  ), ended as (
    update platform.sessions s set revoked_at = now() from visit v where s.id = v.id and v.is_over returning s.id
  )
  select case when exists (select 1 from ended) then null else p_sid_hash end, place.policy, place.version,
    visit.method::text, visit.password_due, visit.has_factor, visit.member_since
  from (select 1) one left join place on true left join visit on true
$$;

create or replace function platform.key_policy(p_tenant_id uuid, p_api_key_id uuid, p_created_by uuid)
returns table (policy jsonb, policy_version int, key_created_at timestamptz, has_factor boolean, member_since timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select p.policy, p.version, d.created_at, platform.has_factor(p_created_by), m.created_at
  from platform.policy_of(p_tenant_id) p
  left join platform.api_key_directory d on d.api_key_id = p_api_key_id and d.tenant_id = p_tenant_id
  left join platform.user_tenants m on m.tenant_id = p_tenant_id and m.user_id = p_created_by
$$;
