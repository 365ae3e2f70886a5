-- One tenant's own schema (search_path points at it): critical data that no other tenant's role can name.
create table agent_instances (
  id uuid primary key,
  catalogue_key varchar(60) not null,
  name varchar(100) not null,
  description varchar(500) not null default '',
  status varchar(20) not null default 'active' check (status in ('draft', 'active', 'paused', 'error', 'archived')),
  config_version int not null default 1,
  created_by uuid,
  created_by_name varchar(255) not null default '',
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index agent_instances_list_idx on agent_instances (created_at desc, id desc);
create unique index agent_instances_name_idx on agent_instances (lower(name)) where status <> 'archived';

create table agent_configs (
  id uuid primary key,
  agent_instance_id uuid not null references agent_instances (id) on delete cascade,
  version int not null,
  config jsonb not null default '{}',
  created_by uuid,
  created_at timestamptz not null default now(),
  unique (agent_instance_id, version)
);

create table agent_metrics (
  id uuid primary key,
  agent_instance_id uuid not null references agent_instances (id) on delete cascade,
  metric_type varchar(50) not null,
  metric_value numeric(18, 4) not null,
  recorded_at timestamptz not null default now()
);
create index agent_metrics_time_idx on agent_metrics (agent_instance_id, metric_type, recorded_at desc);

create table workflows (
  id uuid primary key,
  name varchar(100) not null,
  description varchar(500) not null default '',
  status varchar(20) not null default 'draft' check (status in ('draft', 'active', 'paused', 'archived')),
  version int not null default 1,
  definition jsonb not null default '{}',
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table workflow_executions (
  id uuid primary key,
  workflow_id uuid not null references workflows (id) on delete cascade,
  workflow_version int not null,
  status varchar(20) not null default 'queued'
    check (status in ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled')),
  input jsonb not null default '{}',
  output jsonb,
  error text,
  started_at timestamptz,
  finished_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now()
);
create index workflow_executions_list_idx on workflow_executions (workflow_id, created_at desc, id desc);

create table workflow_artifacts (
  id uuid primary key,
  execution_id uuid not null references workflow_executions (id) on delete cascade,
  name varchar(255) not null,
  content_type varchar(100) not null,
  size_bytes bigint not null check (size_bytes >= 0),
  storage_key varchar(500) not null,
  created_at timestamptz not null default now()
);
create index workflow_artifacts_execution_idx on workflow_artifacts (execution_id);
