-- Security policies of a tenant, one row a version; the highest is in force. Kept here because they are judged before
-- any tenant is entered: with the host, the session or the key.
create table platform.security_policies (
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  version int not null check (version > 0),
  policy jsonb not null,
  changed_by uuid,
  changed_by_name varchar(255) not null default '',
  created_at timestamptz not null default now(),
  primary key (tenant_id, version)
);
grant select, insert, delete on platform.security_policies to atrium_system;

-- Set at sign-in when the password is shorter than a workspace of the person asks for, cleared by changing it.
alter table platform.sessions add column password_due boolean not null default false;

-- The policy in force; null where none was ever set.
create function platform.policy_of(p_tenant_id uuid)
returns table (version int, policy jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select p.version, p.policy from platform.security_policies p
  where p.tenant_id = p_tenant_id order by p.version desc limit 1
$$;

-- What a host's policy says of a session, before the session is used. A member's session beyond the tenant's own limits
-- ends here: `sid_hash` comes back null, so that request_context finds nobody.
create function platform.apply_policy(p_slug text, p_sid_hash bytea)
returns table (sid_hash bytea, policy jsonb, policy_version int, session_method text, password_due boolean,
  has_factor boolean, member_since timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with place as (
    select t.id, p.version, p.policy from platform.tenants t
    cross join lateral platform.policy_of(t.id) p where t.slug = p_slug
  ), visit as (
    select s.id, s.method, s.password_due, m.created_at as member_since,
      exists (select 1 from platform.totp_factors f where f.user_id = s.user_id and f.confirmed_at is not null) as has_factor,
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

-- What the tenant's policy says of a key: its age, and whether its maker has the second factor that members need.
create function platform.key_policy(p_tenant_id uuid, p_api_key_id uuid, p_created_by uuid)
returns table (policy jsonb, policy_version int, key_created_at timestamptz, has_factor boolean, member_since timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select p.policy, p.version, d.created_at,
    exists (select 1 from platform.totp_factors f where f.user_id = p_created_by and f.confirmed_at is not null), m.created_at
  from platform.policy_of(p_tenant_id) p
  left join platform.api_key_directory d on d.api_key_id = p_api_key_id and d.tenant_id = p_tenant_id
  left join platform.user_tenants m on m.tenant_id = p_tenant_id and m.user_id = p_created_by
$$;

revoke all on function platform.policy_of(uuid), platform.apply_policy(text, bytea), platform.key_policy(uuid, uuid, uuid)
  from public;
grant execute on function platform.policy_of(uuid), platform.apply_policy(text, bytea) to atrium_app;
grant execute on function platform.key_policy(uuid, uuid, uuid) to atrium_admission;
grant execute on function platform.policy_of(uuid), platform.apply_policy(text, bytea) to atrium_system;
