-- Who signs this installation's bundles, and whose bundles it believes. The newest own key signs; older ones verify.
create table platform.signing_keys (
  id uuid primary key,
  public_key varchar(60) not null unique,
  secret_sealed text,
  label varchar(100) not null default '',
  created_at timestamptz not null default now()
);

-- Exports that a tenant's admin asked for. The bundle waits in chunks, encrypted with the admin's passphrase.
create table platform.passport_exports (
  id uuid primary key,
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  state varchar(10) not null default 'pending' check (state in ('pending', 'running', 'ready', 'failed', 'expired')),
  rows_done bigint not null default 0,
  rows_total bigint,
  size_bytes bigint not null default 0,
  root_hash varchar(64),
  error varchar(100),
  requested_by uuid,
  requested_by_name varchar(255) not null default '',
  downloads int not null default 0,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  expires_at timestamptz not null
);
create index passport_exports_list_idx on platform.passport_exports (tenant_id, created_at desc, id desc);
create index passport_exports_expiry_idx on platform.passport_exports (expires_at) where state = 'ready';
-- One at a time: an export reads everything a tenant has.
create unique index passport_exports_open_idx on platform.passport_exports (tenant_id) where state in ('pending', 'running');

create table platform.passport_chunks (
  export_id uuid not null references platform.passport_exports (id) on delete cascade,
  position int not null,
  data bytea not null,
  primary key (export_id, position)
);

-- Backups of the whole installation, so that the back-office and every tenant can see when the last one was made.
create table platform.backups (
  id uuid primary key,
  method varchar(10) not null check (method in ('pg_dump', 'passports')),
  state varchar(10) not null default 'running' check (state in ('running', 'succeeded', 'failed')),
  tenants int not null default 0,
  size_bytes bigint not null default 0,
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
create index backups_time_idx on platform.backups (started_at desc);

grant select, insert, update, delete on platform.signing_keys, platform.passport_exports, platform.passport_chunks,
  platform.backups to atrium_system;
