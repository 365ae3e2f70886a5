-- The tenant plane of one cell: rows of all its tenants, each guarded by forced row-level security.
-- No reference to platform.*: this whole schema can live in another database.
create schema shared;
create schema warehouse;
revoke all on schema shared, warehouse from public;
grant usage on schema shared, warehouse to atrium_tenant, atrium_system, atrium_readonly;

-- A stub a tenant: what every tenant row points at, so that nothing can outlive its tenant.
create table shared.tenants (
  tenant_id uuid primary key,
  slug varchar(100) not null,
  created_at timestamptz not null default now()
);

create table shared.tenant_settings (
  tenant_id uuid primary key references shared.tenants (tenant_id) on delete cascade,
  checklist jsonb not null default '{}',
  updated_at timestamptz not null default now()
);

-- People of a tenant. Name and e-mail are copies: this schema never joins the control plane.
create table shared.memberships (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  user_id uuid not null,
  email varchar(255) not null check (email = lower(email)),
  first_name varchar(100) not null default '',
  last_name varchar(100) not null default '',
  status varchar(20) not null default 'active' check (status in ('active', 'suspended', 'removed')),
  source varchar(20) not null check (source in ('founder', 'invite', 'jit', 'scim', 'transfer')),
  joined_at timestamptz not null default now(),
  last_active_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);
create index memberships_list_idx on shared.memberships (tenant_id, joined_at desc, user_id desc);
create unique index memberships_email_idx on shared.memberships (tenant_id, email) where status <> 'removed';

-- Reference data, the same for every tenant, written from code by the migration run.
create table shared.permissions (
  key varchar(60) primary key,
  resource varchar(40) not null,
  action varchar(40) not null,
  risk varchar(10) not null check (risk in ('low', 'medium', 'high'))
);
create table shared.system_role_permissions (
  role_key varchar(50) not null,
  permission_key varchar(60) not null references shared.permissions (key) on delete cascade,
  primary key (role_key, permission_key)
);

-- system_key names a built-in role, whose permissions are shared.system_role_permissions.
create table shared.roles (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  key varchar(50) not null,
  name varchar(100) not null,
  description varchar(500) not null default '',
  system_key varchar(50),
  rank int not null default 0,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, key)
);

create table shared.role_permissions (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  role_id uuid not null,
  permission_key varchar(60) not null references shared.permissions (key) on delete cascade,
  effect varchar(5) not null default 'allow' check (effect in ('allow', 'deny')),
  primary key (tenant_id, role_id, permission_key),
  foreign key (tenant_id, role_id) references shared.roles (tenant_id, id) on delete cascade
);

create table shared.role_bindings (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  subject_type varchar(20) not null check (subject_type in ('user', 'team', 'api_key', 'scim_group')),
  subject_id uuid not null,
  role_id uuid not null,
  node_id uuid,
  source varchar(20) not null default 'manual',
  expires_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, role_id) references shared.roles (tenant_id, id)
);
create unique index role_bindings_once_idx on shared.role_bindings (tenant_id, subject_type, subject_id, role_id)
  where node_id is null;

create table shared.invitations (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  email varchar(255) not null check (email = lower(email)),
  role_id uuid not null,
  status varchar(20) not null default 'pending' check (status in ('pending', 'accepted', 'declined', 'revoked')),
  token_hash bytea not null,
  locale varchar(5) not null default 'en',
  invited_by uuid not null,
  invited_by_name varchar(255) not null default '',
  accepted_by uuid,
  sends int not null default 1,
  last_sent_at timestamptz not null default now(),
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, role_id) references shared.roles (tenant_id, id)
);
create unique index invitations_pending_idx on shared.invitations (tenant_id, email) where status = 'pending';
create index invitations_list_idx on shared.invitations (tenant_id, created_at desc, id desc);
create unique index invitations_token_idx on shared.invitations (tenant_id, token_hash);

create table shared.api_keys (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  key_id varchar(32) not null,
  name varchar(100) not null,
  last_four varchar(4) not null,
  scopes text[] not null,
  lineage_id uuid not null,
  created_by uuid not null,
  created_by_name varchar(255) not null default '',
  expires_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, key_id)
);
create index api_keys_list_idx on shared.api_keys (tenant_id, created_at desc, id desc);

-- Usage. Keys deduplicate and outlive events' partitions; both are written in one transaction.
create table shared.usage_event_keys (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  idempotency_key varchar(200) not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, idempotency_key)
) partition by hash (tenant_id);

create table shared.usage_events (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  idempotency_key varchar(200) not null,
  meter varchar(50) not null,
  quantity bigint not null check (quantity >= 0),
  period_id uuid not null,
  api_key_id uuid,
  user_id uuid,
  route varchar(200),
  status int,
  duration_ms int,
  response_bytes bigint,
  dims jsonb not null default '{}',
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, id, recorded_at)
) partition by range (recorded_at);
create index usage_events_time_idx on shared.usage_events (tenant_id, meter, occurred_at desc);

create table shared.usage_metrics (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  metric_type varchar(50) not null,
  metric_value decimal(10, 2) not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index usage_metrics_time_idx on shared.usage_metrics (tenant_id, metric_type, recorded_at desc);

-- Requests of the portal and of keys that consumed no quota (refused, failed): the ledger behind request logs.
create table shared.api_requests (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  method varchar(10) not null,
  route varchar(200) not null,
  status int not null,
  duration_ms int not null,
  response_bytes bigint not null default 0,
  user_id uuid,
  api_key_id uuid,
  request_id varchar(64) not null,
  occurred_at timestamptz not null default now(),
  primary key (tenant_id, id, occurred_at)
) partition by range (occurred_at);

-- One row a change, written in the change's transaction: no row, no change.
create table shared.domain_events (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  occurred_at timestamptz not null default now(),
  actor_type varchar(20) not null,
  actor_id uuid,
  actor_label varchar(255) not null default '',
  on_behalf_of uuid,
  session_id uuid,
  decision_id uuid,
  action varchar(80) not null,
  target_type varchar(50) not null,
  target_id varchar(255) not null,
  target_label varchar(255) not null default '',
  before jsonb,
  after jsonb,
  ip inet,
  user_agent text,
  request_id varchar(64),
  primary key (tenant_id, id)
);
create index domain_events_time_idx on shared.domain_events (tenant_id, occurred_at desc, id desc);

-- Analytics: roll-ups by tenant, no personal data.
create table warehouse.usage_hourly (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  meter varchar(50) not null,
  hour timestamptz not null,
  route varchar(200) not null default '',
  quantity bigint not null default 0,
  errors bigint not null default 0,
  duration_ms_sum bigint not null default 0,
  duration_ms_max int not null default 0,
  primary key (tenant_id, meter, hour, route)
) partition by range (hour);

-- Partitions: 16 for the keys, a default for everything by time; the worker adds a month ahead.
do $$
begin
  for part in 0..15 loop
    execute format('create table shared.usage_event_keys_%s partition of shared.usage_event_keys for values with (modulus 16, remainder %s)', part, part);
  end loop;
end $$;
create table shared.usage_events_default partition of shared.usage_events default;
create table shared.api_requests_default partition of shared.api_requests default;
create table warehouse.usage_hourly_default partition of warehouse.usage_hourly default;

-- Row-level security on every table with tenant_id. The sub-select form is evaluated once a statement.
create procedure shared.secure_tenant_tables()
language plpgsql as $$
declare
  target record;
  mine constant text := 'tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)';
begin
  for target in
    select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('shared', 'warehouse') and c.relkind in ('r', 'p') and not c.relrowsecurity
      and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
  loop
    execute format('alter table %s enable row level security', target.name);
    execute format('alter table %s force row level security', target.name);
    execute format('create policy tenant_only on %s as restrictive for all to atrium_tenant using (%s) with check (%s)', target.name, mine, mine);
    execute format('create policy tenant_rows on %s as permissive for all to atrium_tenant using (%s) with check (%s)', target.name, mine, mine);
    execute format('create policy owner_rows on %s as permissive for all to %I using (true) with check (true)', target.name, current_user);
    execute format('create policy system_rows on %s as permissive for all to atrium_system using (true) with check (true)', target.name);
  end loop;
end $$;
call shared.secure_tenant_tables();

-- Rights: tenants get what their verbs need and no more; partitions are reached through their parents only.
grant select on shared.permissions, shared.system_role_permissions, shared.tenants to atrium_tenant;
grant select, insert, update, delete on shared.memberships, shared.roles, shared.role_permissions, shared.role_bindings,
  shared.invitations, shared.api_keys, shared.usage_metrics, shared.tenant_settings to atrium_tenant;
grant select, insert on shared.domain_events, shared.usage_event_keys, shared.usage_events, shared.api_requests to atrium_tenant;
grant select on warehouse.usage_hourly to atrium_tenant;
grant select, insert, update, delete on all tables in schema shared, warehouse to atrium_system;
revoke update on shared.domain_events from atrium_system;

create function shared.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$ begin raise exception 'audit rows are append-only' using errcode = '42501'; end $$;
create trigger domain_events_append_only before update on shared.domain_events
  for each row execute function shared.refuse_change();

-- At least one active Tenant Admin a tenant, decided at commit. The lock makes two leaving admins see each other.
create function shared.check_tenant_admin() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare affected uuid := old.tenant_id;
begin
  perform pg_advisory_xact_lock(hashtextextended('admin:' || affected::text, 0));
  if exists (select 1 from shared.tenants t where t.tenant_id = affected) and not exists (
    select 1 from shared.role_bindings b
    join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id and r.system_key = 'tenant_admin'
    join shared.memberships m on m.tenant_id = b.tenant_id and m.user_id = b.subject_id and m.status = 'active'
    where b.tenant_id = affected and b.subject_type = 'user' and (b.expires_at is null or b.expires_at > now())
  ) then
    raise exception 'tenant % must keep an active admin', affected using errcode = '23514', constraint = 'tenant_keeps_admin';
  end if;
  return null;
end $$;
create constraint trigger role_bindings_keep_admin after update or delete on shared.role_bindings
  deferrable initially deferred for each row execute function shared.check_tenant_admin();
create constraint trigger memberships_keep_admin after update or delete on shared.memberships
  deferrable initially deferred for each row execute function shared.check_tenant_admin();

revoke all on all functions in schema shared from public;
revoke all on procedure shared.secure_tenant_tables() from public;
