-- Support sessions: staff who see one workspace as one of its members does, for half an hour, with a reason and a ticket.
-- Kept here because they begin in the back-office and are judged before any tenant is entered.

-- What staff asked a workspace's admins for, and their answer. Good for one member, one person of staff and one session.
create table platform.support_requests (
  id uuid primary key,
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  user_id uuid references platform.users (id) on delete set null,
  user_name varchar(255) not null,
  staff_id uuid references platform.users (id) on delete set null,
  staff_name varchar(255) not null,
  mode varchar(10) not null check (mode in ('read', 'write')),
  reason text not null check (length(reason) between 10 and 500),
  ticket varchar(80) not null check (length(ticket) > 0),
  status varchar(10) not null default 'pending' check (status in ('pending', 'approved', 'declined', 'used')),
  granted_mode varchar(10) check (granted_mode in ('read', 'write')),
  decided_by uuid references platform.users (id) on delete set null,
  decided_by_name varchar(255),
  decided_at timestamptz,
  -- Until when it waits for an answer; once approved, until when it may be used.
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  check (status not in ('approved', 'used') or granted_mode is not null),
  check (granted_mode is distinct from 'write' or mode = 'write')
);
create index support_requests_tenant_idx on platform.support_requests (tenant_id, created_at desc, id desc);
create index support_requests_staff_idx on platform.support_requests (staff_id, created_at desc);
create unique index support_requests_one_open_idx on platform.support_requests (tenant_id, user_id, staff_id)
  where status = 'pending';

create table platform.support_sessions (
  id uuid primary key,
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  user_id uuid references platform.users (id) on delete set null,
  user_name varchar(255) not null,
  staff_id uuid references platform.users (id) on delete set null,
  staff_name varchar(255) not null,
  staff_email varchar(255) not null,
  -- The back-office session that began it: when that ends, so does this.
  staff_session_id uuid not null,
  request_id uuid unique references platform.support_requests (id) on delete set null,
  mode varchar(10) not null check (mode in ('read', 'write')),
  reason text not null check (length(reason) between 10 and 500),
  ticket varchar(80) not null check (length(ticket) > 0),
  ip inet,
  -- The single-use code that carries it from the back-office to the workspace's host.
  code_hash bytea unique,
  code_expires_at timestamptz,
  code_state varchar(64),
  -- The row of platform.sessions behind the cookie; none until the code was used.
  session_id uuid unique references platform.sessions (id) on delete set null,
  started_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason varchar(20),
  ended_by_name varchar(255),
  -- Whether both logs have its end.
  is_settled boolean not null default false,
  check (ended_at is null or end_reason is not null)
);
create unique index support_sessions_one_live_idx on platform.support_sessions (staff_id) where ended_at is null;
create index support_sessions_tenant_idx on platform.support_sessions (tenant_id, started_at desc, id desc);
create index support_sessions_time_idx on platform.support_sessions (started_at desc, id desc);
create index support_sessions_open_idx on platform.support_sessions (expires_at) where not is_settled;

-- Half an hour, whatever was asked for. And what was agreed to does not change: no longer life, no other member, no wider
-- mode, no second life.
create function platform.keep_support_session() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    new.expires_at := least(new.expires_at, new.started_at + interval '30 minutes');
    return new;
  end if;
  if new.tenant_id is distinct from old.tenant_id or new.mode is distinct from old.mode
    or new.started_at is distinct from old.started_at or new.expires_at is distinct from old.expires_at
    or new.staff_session_id is distinct from old.staff_session_id
    or (new.user_id is distinct from old.user_id and new.user_id is not null)
    or (new.staff_id is distinct from old.staff_id and new.staff_id is not null)
    or (old.ended_at is not null and new.ended_at is distinct from old.ended_at)
    or (old.session_id is not null and new.session_id is not null and new.session_id <> old.session_id)
    or new.reason is distinct from old.reason or new.ticket is distinct from old.ticket then
    raise exception 'a support session does not change' using errcode = '23514';
  end if;
  return new;
end
$$;
create trigger support_sessions_keep before insert or update on platform.support_sessions
  for each row execute function platform.keep_support_session();

grant select, insert, update, delete on platform.support_requests, platform.support_sessions to atrium_system;

-- Why a support session is over; null while it lives. The one place that says so: requests, lists and the sweep ask it.
create function platform.support_session_over(p_id uuid)
returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select case
    when x.ended_at is not null then x.end_reason
    when x.expires_at <= now() then 'expired'
    when not exists (select 1 from platform.users u
      where u.id = x.staff_id and u.status = 'active' and u.platform_role = 'super_admin') then 'staff_removed'
    when not exists (select 1 from platform.sessions s where s.id = x.staff_session_id and s.user_id = x.staff_id
      and s.revoked_at is null and s.idle_expires_at > now()
      and s.absolute_expires_at > now()) then 'staff_signed_out'
    when not exists (select 1 from platform.users u join platform.user_tenants m on m.user_id = u.id
      where u.id = x.user_id and u.status = 'active' and u.platform_role = 'user'
        and m.tenant_id = x.tenant_id and m.status = 'active') then 'member_removed'
    when x.session_id is not null and not exists (select 1 from platform.sessions s
      where s.id = x.session_id and s.revoked_at is null and s.absolute_expires_at > now()) then 'session_revoked'
    when p.access = 'forbidden' or (p.access = 'needs_consent' and x.request_id is null) then 'policy_changed'
  end
  from platform.support_sessions x
  cross join lateral (select coalesce((select o.policy #>> '{support,access}' from platform.policy_of(x.tenant_id) o),
    'needs_consent') as access) p
  where x.id = p_id
$$;

-- A support session's cookie is good on its own tenant's host and only while it lives: else `sid_hash` comes back null,
-- so that nobody is found by it. Every other session passes unchanged.
create function platform.limit_support_session(p_slug text, p_sid_hash bytea)
returns table (sid_hash bytea, support jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  with visit as (
    select s.id, s.user_id, s.method like 'support:%' as is_support
    from platform.sessions s where s.sid_hash = p_sid_hash
  ), live as (
    select x.* from visit v
    join platform.support_sessions x on x.session_id = v.id and x.user_id = v.user_id
    join platform.tenants t on t.id = x.tenant_id and t.slug = p_slug
    where v.is_support and platform.support_session_over(x.id) is null
  )
  select case when coalesce(v.is_support, false) = (l.id is not null) then p_sid_hash end,
    case when l.id is not null then jsonb_build_object('id', l.id, 'mode', l.mode, 'reason', l.reason,
      'ticket', l.ticket, 'staffId', l.staff_id, 'staffName', l.staff_name, 'startedAt', l.started_at,
      'expiresAt', l.expires_at) end
  from (select 1) one left join visit v on true left join live l on true
$$;

revoke all on function platform.keep_support_session(), platform.support_session_over(uuid),
  platform.limit_support_session(text, bytea) from public;
grant execute on function platform.limit_support_session(text, bytea) to atrium_app, atrium_system;
grant execute on function platform.support_session_over(uuid) to atrium_system;

-- Who acted, and in whose place.
alter table platform.platform_events
  add column on_behalf_of uuid,
  add column support_session_id uuid,
  add column ticket varchar(80);
