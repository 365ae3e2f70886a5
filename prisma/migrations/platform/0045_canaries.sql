-- Canary workspaces: a pair in every cell that belongs to nobody, in no list and in no figure. A job lets each try to
-- reach the other, every minute; what came of it is kept here.
alter table platform.tenants add column purpose varchar(20) not null default 'customer'
  check (purpose in ('customer', 'canary'));
create index tenants_canary_idx on platform.tenants (cell, id) where purpose = 'canary';

create table platform.isolation_probes (
  id uuid primary key,
  cell varchar(30) not null,
  started_at timestamptz not null default now(),
  duration_ms int not null,
  checks int not null,
  -- Names of the checks that did not end as they must; none when the walls held.
  failures text[] not null default '{}',
  passed boolean not null generated always as (failures = '{}') stored
);
create index isolation_probes_time_idx on platform.isolation_probes (cell, started_at desc);
create index isolation_probes_failed_idx on platform.isolation_probes (started_at desc) where not passed;
grant select, insert, delete on platform.isolation_probes to atrium_system;
