-- Workspaces that let colleagues with an address in a proved domain ask to join. No row: they do not.
create table platform.join_settings (
  tenant_id uuid primary key references platform.tenants (id) on delete cascade,
  enabled boolean not null,
  updated_at timestamptz not null default now()
);
grant select, insert, update, delete on platform.join_settings to atrium_system;
