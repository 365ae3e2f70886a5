-- A tenant's own key pairs for SAML: it signs requests and opens encrypted assertions. `next` is published beside the
-- current one, so that providers know it before it is used; `previous` still opens what was encrypted for it.
create table platform.sso_keys (
  id uuid primary key,
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  status varchar(10) not null check (status in ('next', 'current', 'previous')),
  private_sealed text not null,
  -- Base64 DER, as metadata carries it.
  certificate text not null,
  not_after timestamptz not null,
  created_at timestamptz not null default now(),
  unique (tenant_id, status)
);
grant select, insert, update, delete on platform.sso_keys to atrium_system;
