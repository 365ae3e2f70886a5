-- Switches, defaults and host names of a tenant: what is asked before, or together with, its context.

-- The platform's side of a feature: a kill switch and the share of tenants that have it. No row: on, for all.
create table platform.feature_flags (
  feature varchar(60) primary key,
  enabled boolean not null default true,
  rollout_percent int not null default 100 check (rollout_percent between 0 and 100),
  reason varchar(500) not null default '',
  changed_by_name varchar(255) not null default '',
  updated_at timestamptz not null default now()
);

-- The tenant's side. No row: on.
create table platform.tenant_features (
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  feature varchar(60) not null,
  enabled boolean not null,
  changed_by uuid,
  changed_by_name varchar(255) not null default '',
  updated_at timestamptz not null default now(),
  primary key (tenant_id, feature)
);

alter table platform.tenants
  add column date_format varchar(10) not null default 'locale' check (date_format in ('locale', 'dmy', 'mdy', 'iso')),
  add column number_format varchar(10) not null default 'locale'
    check (number_format in ('locale', 'comma', 'point', 'space')),
  add column week_start varchar(10) not null default 'monday' check (week_start in ('monday', 'sunday', 'saturday')),
  add column currency_display varchar(10) not null default 'symbol' check (currency_display in ('symbol', 'code'));

-- Host names of tenants. A claim blocks nobody: only a proved name is unique, so the first proof wins.
create table platform.domains (
  id uuid primary key,
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  hostname varchar(253) not null check (hostname = lower(hostname) and hostname ~ '^[a-z0-9.-]+$'),
  token varchar(64) not null,
  status varchar(10) not null default 'pending' check (status in ('pending', 'verified', 'failing')),
  verified_at timestamptz,
  last_checked_at timestamptz,
  last_result varchar(30),
  failing_since timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (tenant_id, hostname)
);
create unique index domains_proved_idx on platform.domains (hostname) where status in ('verified', 'failing');
create index domains_check_idx on platform.domains (last_checked_at) where status in ('verified', 'failing');

grant select, insert, update, delete on platform.feature_flags, platform.tenant_features, platform.domains to atrium_system;

-- What a request needs beside its tenant's facts, in one value: both sides of the switches and the formats.
create function platform.tenant_extras(p_tenant_id uuid)
returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'switches', (select coalesce(jsonb_object_agg(s.feature, s.enabled), '{}') from platform.tenant_features s
      where s.tenant_id = t.id),
    'flags', (select coalesce(jsonb_object_agg(f.feature,
      jsonb_build_object('enabled', f.enabled, 'rollout', f.rollout_percent)), '{}') from platform.feature_flags f),
    'formats', jsonb_build_object('date', t.date_format, 'number', t.number_format, 'week_start', t.week_start,
      'currency', t.currency_display))
  from platform.tenants t where t.id = p_tenant_id
$$;

-- The tenant behind a proved host name, while its plan has the feature. A name in doubt serves until it is dropped.
create function platform.tenant_of_domain(p_hostname text)
returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select t.slug::text from platform.domains d
  join platform.tenants t on t.id = d.tenant_id and t.status <> 'erased'
  where d.hostname = p_hostname and d.status in ('verified', 'failing')
    and exists (select 1 from platform.account_entitlements e
      where e.account_id = t.account_id and e.feature = 'custom_domains' and e.enabled)
    and coalesce((select f.enabled from platform.feature_flags f where f.feature = 'custom_domains'), true)
    and coalesce((select s.enabled from platform.tenant_features s
      where s.tenant_id = t.id and s.feature = 'custom_domains'), true)
$$;

revoke all on function platform.tenant_extras(uuid), platform.tenant_of_domain(text) from public;
grant execute on function platform.tenant_extras(uuid) to atrium_app, atrium_admission, atrium_system;
grant execute on function platform.tenant_of_domain(text) to atrium_app, atrium_system;
