-- Keys of roles that were deleted. Whatever still names such a key must never come to mean a later role.
create table shared.retired_role_keys (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  key varchar(50) not null,
  retired_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
call shared.secure_tenant_tables();
grant select, insert on shared.retired_role_keys to atrium_tenant;
grant select, insert, update, delete on shared.retired_role_keys to atrium_system;

insert into shared.retired_role_keys (tenant_id, key)
select distinct e.tenant_id, e.before ->> 'key' from shared.domain_events e
where e.action = 'role.deleted' and length(e.before ->> 'key') between 1 and 50
on conflict do nothing;
