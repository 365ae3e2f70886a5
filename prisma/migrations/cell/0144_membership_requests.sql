-- People who ask to join a workspace whose mail domain they have an address in. One open request a person.
create table shared.membership_requests (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  user_id uuid not null,
  email varchar(255) not null check (email = lower(email)),
  name varchar(255) not null default '',
  note varchar(500) not null default '',
  status varchar(20) not null default 'pending' check (status in ('pending', 'approved', 'declined')),
  role varchar(50),
  decided_by_name varchar(255) not null default '',
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index membership_requests_open_idx on shared.membership_requests (tenant_id, user_id) where status = 'pending';
create index membership_requests_list_idx on shared.membership_requests (tenant_id, created_at desc, id desc);
create index membership_requests_age_idx on shared.membership_requests (decided_at) where status <> 'pending';

call shared.secure_tenant_tables();
grant select, insert, update on shared.membership_requests to atrium_tenant;
grant select, insert, update, delete on shared.membership_requests to atrium_system;
