-- Links that several colleagues may use; they end with their role. Only the token's hash is kept; the count cannot pass the maximum, whoever asks.
create table shared.invitation_links (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  role_id uuid not null,
  token_hash bytea not null,
  domains text[] not null check (cardinality(domains) between 1 and 20),
  max_uses int not null check (max_uses between 1 and 200),
  uses int not null default 0 check (uses between 0 and max_uses),
  created_by uuid not null,
  created_by_name varchar(255) not null default '',
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, role_id) references shared.roles (tenant_id, id) on delete cascade
);
create unique index invitation_links_token_idx on shared.invitation_links (tenant_id, token_hash);
create index invitation_links_list_idx on shared.invitation_links (tenant_id, created_at desc, id desc);

call shared.secure_tenant_tables();
grant select, insert, update on shared.invitation_links to atrium_tenant;
grant select, insert, update, delete on shared.invitation_links to atrium_system;
