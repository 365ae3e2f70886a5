-- Many invitations from one list, sent by the worker in steps; each row says what became of it. Kept for 30 days.
create table shared.invitation_batches (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  created_by uuid not null,
  created_by_name varchar(255) not null default '',
  status varchar(10) not null default 'queued' check (status in ('queued', 'running', 'done')),
  total int not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, id)
);
-- One at a time: two lists with the same people in them cannot race.
create unique index invitation_batches_open_idx on shared.invitation_batches (tenant_id) where status <> 'done';
create index invitation_batches_age_idx on shared.invitation_batches (created_at);

create table shared.invitation_batch_rows (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  batch_id uuid not null,
  line int not null,
  email varchar(320) not null,
  role varchar(100) not null,
  role_id uuid,
  name varchar(200) not null default '',
  locale varchar(5) not null default 'en',
  result varchar(30),
  invitation_id uuid,
  primary key (tenant_id, batch_id, line),
  foreign key (tenant_id, batch_id) references shared.invitation_batches (tenant_id, id) on delete cascade
);

alter table shared.invitations add column invitee_name varchar(200) not null default '';

call shared.secure_tenant_tables();
grant select, insert, update on shared.invitation_batches, shared.invitation_batch_rows to atrium_tenant;
grant select, insert, update, delete on shared.invitation_batches, shared.invitation_batch_rows to atrium_system;
