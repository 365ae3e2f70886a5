-- Single sign-on of a tenant: its identity providers, the mail domains it has proved, and who somebody is there. Kept
-- here because a mail domain leads to its tenant before any tenant is known.

create table platform.sso_connections (
  id uuid primary key,
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  kind varchar(10) not null check (kind in ('oidc', 'saml')),
  preset varchar(20) not null check (preset in ('entra', 'okta', 'google', 'keycloak', 'other')),
  name varchar(100) not null,
  status varchar(10) not null default 'draft' check (status in ('draft', 'tested', 'enabled', 'disabled')),
  -- What the provider told: addresses, client id, certificates. The client's secret lies sealed beside it.
  settings jsonb not null default '{}',
  secret_sealed text,
  attributes jsonb not null default '{}',
  group_roles jsonb not null default '[]',
  default_role varchar(50) not null default 'viewer',
  jit boolean not null default true,
  second_factor varchar(10) not null default 'ours' check (second_factor in ('ours', 'claimed', 'always')),
  tested_at timestamptz,
  enabled_at timestamptz,
  last_sign_in_at timestamptz,
  certificate_expires_at timestamptz,
  -- The smallest number of days before expiry that the admins were told of.
  certificate_warned_days int,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (tenant_id, id)
);
create index sso_connections_certificate_idx on platform.sso_connections (certificate_expires_at)
  where status = 'enabled';

-- Mail domains. A claim blocks nobody: only a proved domain is unique, so the first proof wins.
create table platform.sso_domains (
  id uuid primary key,
  tenant_id uuid not null,
  connection_id uuid not null,
  domain varchar(253) not null check (domain = lower(domain) and domain ~ '^[a-z0-9.-]+$'),
  token varchar(64) not null,
  status varchar(10) not null default 'pending' check (status in ('pending', 'verified', 'failing')),
  verified_at timestamptz,
  last_checked_at timestamptz,
  last_result varchar(30),
  failing_since timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (tenant_id, domain),
  foreign key (tenant_id, connection_id) references platform.sso_connections (tenant_id, id) on delete cascade
);
create unique index sso_domains_proved_idx on platform.sso_domains (domain) where status in ('verified', 'failing');
create index sso_domains_check_idx on platform.sso_domains (last_checked_at) where status in ('verified', 'failing');
create index sso_domains_connection_idx on platform.sso_domains (tenant_id, connection_id);

-- Who somebody is at a provider: never an address, always the provider's own subject within one connection of one tenant.
create table platform.sso_identities (
  tenant_id uuid not null,
  connection_id uuid not null,
  subject varchar(255) not null,
  user_id uuid not null references platform.users (id) on delete cascade,
  email varchar(255),
  groups text[] not null default '{}',
  last_sign_in_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, connection_id, subject),
  unique (tenant_id, connection_id, user_id),
  foreign key (tenant_id, connection_id) references platform.sso_connections (tenant_id, id) on delete cascade
);
create index sso_identities_user_idx on platform.sso_identities (user_id);

-- A round trip to a provider that was begun here. `token_hash` is what comes back as state or RelayState, `browser_hash`
-- what only the browser that began knows. Used once.
create table platform.sso_flows (
  id uuid primary key,
  tenant_id uuid not null,
  connection_id uuid not null,
  purpose varchar(10) not null check (purpose in ('sign_in', 'test')),
  token_hash bytea not null unique,
  browser_hash bytea,
  request_id varchar(100),
  secrets_sealed text,
  target varchar(253) not null,
  next varchar(2000),
  started_by uuid references platform.users (id) on delete cascade,
  completion_hash bytea unique,
  result_sealed text,
  used_at timestamptz,
  completed_at timestamptz,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, connection_id) references platform.sso_connections (tenant_id, id) on delete cascade
);
create index sso_flows_expires_idx on platform.sso_flows (expires_at);
create index sso_flows_connection_idx on platform.sso_flows (tenant_id, connection_id);

-- Assertions that were accepted, until none of them could be accepted again.
create table platform.sso_assertions (
  tenant_id uuid not null,
  connection_id uuid not null,
  assertion_hash bytea not null,
  expires_at timestamptz not null,
  primary key (tenant_id, connection_id, assertion_hash),
  foreign key (tenant_id, connection_id) references platform.sso_connections (tenant_id, id) on delete cascade
);
create index sso_assertions_expires_idx on platform.sso_assertions (expires_at);

-- Who may still sign in with a password and a second factor where single sign-on is required.
create table platform.sso_break_glass (
  tenant_id uuid primary key references platform.tenants (id) on delete cascade,
  user_id uuid not null references platform.users (id) on delete cascade,
  set_by uuid,
  last_used_at timestamptz,
  created_at timestamptz not null default now()
);
create index sso_break_glass_user_idx on platform.sso_break_glass (user_id);

grant select, insert, update, delete on platform.sso_connections, platform.sso_domains, platform.sso_identities,
  platform.sso_flows, platform.sso_assertions, platform.sso_break_glass to atrium_system;

-- A session of single sign-on is named `sso:` and its connection's id.
-- contract: the column only grows, which rewrites nothing and takes all that the release before writes.
alter table platform.sessions alter column method type varchar(60);
-- contract: as above.
alter table platform.users alter column last_sign_in_method type varchar(60);

-- A session begun through a tenant's own provider is good on that tenant's hosts and nowhere else, and only while its
-- connection is enabled and its person has an identity there: `sid_hash` comes back null, so that nobody is found by it.
-- `account_reach`: whether an account's role may count, which such a session has only where the account has one tenant.
-- `break_glass` says whether the session's person may do without single sign-on here.
create function platform.limit_sso_session(p_slug text, p_sid_hash bytea)
returns table (sid_hash bytea, sso_connection_id uuid, account_reach boolean, break_glass boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  with visit as (
    select s.user_id, case when s.method like 'sso:%' then substr(s.method, 5)::uuid end as connection_id
    from platform.sessions s where s.sid_hash = p_sid_hash
  ), place as (
    select t.id, t.account_id from platform.tenants t where t.slug = p_slug
  )
  select
    case when v.connection_id is null or c.id is not null then p_sid_hash end,
    c.id,
    v.connection_id is null or not exists (select 1 from platform.tenants o join place p on p.account_id = o.account_id
      where o.id <> p.id and o.status <> 'erased'),
    exists (select 1 from platform.sso_break_glass g join place p on p.id = g.tenant_id where g.user_id = v.user_id)
  from (select 1) one left join visit v on true
  left join lateral (
    select c.id from platform.sso_connections c join place p on p.id = c.tenant_id
    join platform.sso_identities i on i.tenant_id = c.tenant_id and i.connection_id = c.id and i.user_id = v.user_id
    where c.id = v.connection_id and c.status = 'enabled'
  ) c on true
$$;
revoke all on function platform.limit_sso_session(text, bytea) from public;
grant execute on function platform.limit_sso_session(text, bytea) to atrium_app, atrium_system;
