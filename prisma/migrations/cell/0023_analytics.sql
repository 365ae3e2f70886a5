-- Analytics from the request ledger: hourly and daily roll-ups with mergeable latency histograms (warehouse, no
-- person), and which members were active on a day (shared).

-- When a row reached the ledger: late rows are found by it.
alter table shared.api_requests add column recorded_at timestamptz not null default now();
create index api_requests_recorded_idx on shared.api_requests using brin (recorded_at);
create index api_requests_time_idx on shared.api_requests (tenant_id, occurred_at);
create index usage_events_recorded_idx on shared.usage_events using brin (recorded_at);

-- Eight buckets a power of two: bucket b holds (2^((b-1)/8), 2^(b/8)] ms. The small number keeps exact powers in their
-- own bucket. lib/usage/analytics/histogram.ts is the same rule.
create function warehouse.latency_bucket(p_duration_ms int)
returns smallint
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $$ select ceil(8 * ln(greatest(p_duration_ms, 1)::float8) / ln(2::float8) - 1e-9)::smallint $$;
revoke all on function warehouse.latency_bucket(int) from public;
grant execute on function warehouse.latency_bucket(int) to atrium_system;

-- caller: the API key, or the nil id for people in the portal. faults: 5xx, and answers that came after 30 seconds.
create table warehouse.requests_hourly (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  hour timestamptz not null,
  route varchar(220) not null,
  caller uuid not null,
  status smallint not null,
  requests bigint not null,
  faults bigint not null,
  duration_ms_sum bigint not null,
  duration_ms_max int not null,
  response_bytes bigint not null,
  buckets smallint[] not null,
  counts bigint[] not null,
  primary key (tenant_id, hour, route, caller, status)
) partition by range (hour);

create table warehouse.requests_daily (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  day timestamptz not null,
  route varchar(220) not null,
  caller uuid not null,
  status smallint not null,
  requests bigint not null,
  faults bigint not null,
  duration_ms_sum bigint not null,
  duration_ms_max int not null,
  response_bytes bigint not null,
  buckets smallint[] not null,
  counts bigint[] not null,
  primary key (tenant_id, day, route, caller, status)
) partition by range (day);

-- Five-minute windows in which at least one request met a fault of the platform; all others are whole.
create table warehouse.fault_windows (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  window_start timestamptz not null,
  requests bigint not null,
  faults bigint not null,
  primary key (tenant_id, window_start)
) partition by range (window_start);

-- Unique members of the day and of the 7 and 30 days that end with it; storage and agents as they were last seen.
create table warehouse.tenant_daily (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  day timestamptz not null,
  active_day int not null default 0,
  active_week int not null default 0,
  active_month int not null default 0,
  storage_bytes bigint not null default 0,
  primary key (tenant_id, day)
) partition by range (day);

-- The detail behind the counts names people, so it stays in shared and leaves with the member.
create table shared.member_activity (
  tenant_id uuid not null,
  user_id uuid not null,
  day timestamptz not null,
  requests int not null default 0,
  primary key (tenant_id, day, user_id),
  foreign key (tenant_id, user_id) references shared.memberships (tenant_id, user_id) on delete cascade
);
create index member_activity_user_idx on shared.member_activity (tenant_id, user_id, day);

create table warehouse.requests_hourly_default partition of warehouse.requests_hourly default;
create table warehouse.requests_daily_default partition of warehouse.requests_daily default;
create table warehouse.fault_windows_default partition of warehouse.fault_windows default;
create table warehouse.tenant_daily_default partition of warehouse.tenant_daily default;
call shared.secure_tenant_tables();

grant select on warehouse.requests_hourly, warehouse.requests_daily, warehouse.fault_windows, warehouse.tenant_daily,
  shared.member_activity to atrium_tenant;
grant select, insert, update, delete on warehouse.requests_hourly, warehouse.requests_daily, warehouse.fault_windows,
  warehouse.tenant_daily, shared.member_activity to atrium_system;
