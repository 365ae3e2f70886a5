-- A tenant's look. Drafts are one row each; what was published stays, so that it can be brought back.
create table shared.branding_drafts (
  tenant_id uuid primary key references shared.tenants (tenant_id) on delete cascade,
  revision int not null default 1,
  settings jsonb not null,
  updated_by_name varchar(255) not null default '',
  updated_at timestamptz not null default now()
);

create table shared.branding_versions (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  version int not null check (version > 0),
  settings jsonb not null,
  reverted_to int,
  published_by_name varchar(255) not null default '',
  published_at timestamptz not null default now(),
  primary key (tenant_id, version)
);

-- Pictures as we drew them anew, named by their content.
create table shared.brand_assets (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  hash varchar(64) not null check (hash ~ '^[0-9a-f]{64}$'),
  kind varchar(10) not null check (kind in ('logo', 'icon')),
  width int not null,
  height int not null,
  bytes bytea not null check (octet_length(bytes) <= 2000000),
  created_at timestamptz not null default now(),
  primary key (tenant_id, hash)
);

call shared.secure_tenant_tables();
grant select, insert, update, delete on shared.branding_drafts, shared.brand_assets to atrium_tenant;
grant select, insert on shared.branding_versions to atrium_tenant;
grant select, insert, update, delete on shared.branding_drafts, shared.branding_versions, shared.brand_assets to atrium_system;
