-- Links for somebody of the customer's IT who has no membership: one connection, the technical steps only. The token is
-- of a kind of its own: nothing else is ever found by it.
create table platform.sso_setup_links (
  id uuid primary key,
  tenant_id uuid not null,
  connection_id uuid not null,
  token_hash bytea not null unique,
  created_by uuid not null references platform.users (id) on delete cascade,
  created_by_name varchar(255) not null default '',
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, connection_id) references platform.sso_connections (tenant_id, id) on delete cascade
);
create index sso_setup_links_connection_idx on platform.sso_setup_links (tenant_id, connection_id);
create index sso_setup_links_maker_idx on platform.sso_setup_links (created_by);
-- One at a time: another link ends the one before.
create unique index sso_setup_links_live_idx on platform.sso_setup_links (connection_id) where revoked_at is null;
grant select, insert, update, delete on platform.sso_setup_links to atrium_system;

alter table platform.sso_flows add column setup_link_id uuid references platform.sso_setup_links (id) on delete cascade;
create index sso_flows_setup_link_idx on platform.sso_flows (setup_link_id) where setup_link_id is not null;
