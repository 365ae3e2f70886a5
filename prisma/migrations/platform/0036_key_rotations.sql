-- One row a rotation. A rotation that was killed is found by its missing finished_at and goes on where it was.
create table platform.key_rotations (
  id uuid primary key,
  kind varchar(10) not null check (kind in ('data', 'master')),
  tenant_id uuid references platform.tenants (id) on delete cascade,
  total int not null default 0,
  done int not null default 0,
  failed int not null default 0,
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
create index key_rotations_list_idx on platform.key_rotations (started_at desc);
create unique index key_rotations_open_idx on platform.key_rotations (kind, coalesce(tenant_id, '00000000-0000-0000-0000-000000000000'))
  where finished_at is null;
grant select, insert, update, delete on platform.key_rotations to atrium_system;

-- Answers kept for Idempotency-Key may show a tenant's new API key: they are sealed under the tenant's own key.
alter table platform.idempotency_keys add column tenant_id uuid;
create index idempotency_keys_tenant_idx on platform.idempotency_keys (tenant_id) where tenant_id is not null;
create index outbox_sealed_idx on platform.outbox (tenant_id) where payload is not null and tenant_id is not null;
