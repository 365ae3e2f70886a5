-- Exports of a tenant's data: who asked, how far it is, where the file is and until when.
create table shared.exports (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  state varchar(10) not null default 'queued' check (state in ('queued', 'running', 'ready', 'failed', 'expired')),
  requested_by uuid,
  requested_by_name varchar(255) not null default '',
  tables_done int not null default 0,
  tables_total int not null default 0,
  row_count bigint not null default 0,
  size_bytes bigint,
  sha256 varchar(64),
  expires_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
-- One at a time: a second request while one runs is refused by the database.
create unique index exports_one_open_idx on shared.exports (tenant_id) where state in ('queued', 'running');
create index exports_list_idx on shared.exports (tenant_id, created_at desc, id desc);

call shared.secure_tenant_tables();
grant select, insert, update on shared.exports to atrium_tenant;
grant select, insert, update, delete on shared.exports to atrium_system;
