-- Connections of one tenant to services outside. Their secrets are envelopes of the tenant's own key.
create table integrations (
  id uuid primary key,
  kind varchar(20) not null unique check (kind in ('slack', 'webhook', 's3', 'smtp', 'llm')),
  enabled boolean not null default true,
  config jsonb not null default '{}',
  events text[] not null default '{}',
  secret_sealed text,
  secret_last_four varchar(4),
  secret_set_at timestamptz,
  secret_set_by_name varchar(255) not null default '',
  last_used_at timestamptz,
  last_error varchar(60),
  last_error_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- One row an attempt to deliver an event, kept for thirty days.
create table integration_deliveries (
  id uuid primary key,
  integration_id uuid not null references integrations (id) on delete cascade,
  event_id uuid not null,
  event varchar(80) not null,
  attempt int not null,
  succeeded boolean not null,
  response_status int,
  duration_ms int not null,
  reason varchar(60),
  created_at timestamptz not null default now()
);
create index integration_deliveries_list_idx on integration_deliveries (integration_id, created_at desc, id desc);
