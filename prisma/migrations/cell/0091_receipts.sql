-- Why a call was refused, as it was decided. Equal refusals of one actor within a minute are one row.
create table shared.access_receipts (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  user_id uuid not null,
  actor_type varchar(20) not null check (actor_type in ('user', 'api_key')),
  actor_id uuid not null,
  actor_label varchar(255) not null default '',
  code varchar(40) not null,
  reason varchar(60),
  subject varchar(80),
  message varchar(500) not null default '',
  method varchar(10) not null,
  route varchar(200) not null,
  used_value bigint,
  limit_value bigint,
  resets_at timestamptz,
  plan_key varchar(50) not null default '',
  request_id varchar(64),
  fingerprint varchar(64) not null,
  minute timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, fingerprint, minute)
);
create index access_receipts_holder_idx on shared.access_receipts (tenant_id, user_id, created_at desc, id desc);
create index access_receipts_time_idx on shared.access_receipts (tenant_id, created_at desc, id desc);

-- What somebody who was refused asks the workspace's admins for.
create table shared.access_requests (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  receipt_id uuid not null,
  user_id uuid not null,
  user_name varchar(255) not null default '',
  user_email varchar(255) not null,
  code varchar(40) not null,
  subject varchar(80) not null,
  note varchar(500) not null default '',
  status varchar(20) not null default 'pending' check (status in ('pending', 'granted', 'dismissed')),
  granted_role varchar(50),
  granted_until timestamptz,
  decided_by_name varchar(255) not null default '',
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index access_requests_once_idx on shared.access_requests (tenant_id, user_id, code, subject) where status = 'pending';
create index access_requests_list_idx on shared.access_requests (tenant_id, created_at desc, id desc);

call shared.secure_tenant_tables();
grant select, insert, update on shared.access_receipts, shared.access_requests to atrium_tenant;
grant select, insert, update, delete on shared.access_receipts, shared.access_requests to atrium_system;
