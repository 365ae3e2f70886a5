-- What a provider's directory says of people and groups, apart from members and roles: those follow from it.

-- One person of one directory. `joined_here`: the membership is this directory's doing; `suspended_here`: so is its
-- suspension, and only that is taken back.
create table shared.scim_users (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  connection_id uuid not null,
  user_id uuid not null,
  user_name varchar(255) not null,
  user_name_key varchar(255) not null,
  external_id varchar(255),
  active boolean not null default true,
  joined_here boolean not null default false,
  suspended_here boolean not null default false,
  resource jsonb not null default '{}',
  revision int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references shared.memberships (tenant_id, user_id) on delete cascade
);
create unique index scim_users_name_idx on shared.scim_users (tenant_id, connection_id, user_name_key);
create unique index scim_users_external_idx on shared.scim_users (tenant_id, connection_id, external_id)
  where external_id is not null;
create unique index scim_users_person_idx on shared.scim_users (tenant_id, connection_id, user_id);
create index scim_users_user_idx on shared.scim_users (tenant_id, user_id);
create index scim_users_list_idx on shared.scim_users (tenant_id, connection_id, created_at, id);

create table shared.scim_groups (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  connection_id uuid not null,
  display_name varchar(255) not null,
  display_name_key varchar(255) not null,
  external_id varchar(255),
  revision int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index scim_groups_name_idx on shared.scim_groups (tenant_id, connection_id, display_name_key);
create unique index scim_groups_external_idx on shared.scim_groups (tenant_id, connection_id, external_id)
  where external_id is not null;
create index scim_groups_list_idx on shared.scim_groups (tenant_id, connection_id, created_at, id);

create table shared.scim_group_members (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  group_id uuid not null,
  scim_user_id uuid not null,
  primary key (tenant_id, group_id, scim_user_id),
  foreign key (tenant_id, group_id) references shared.scim_groups (tenant_id, id) on delete cascade,
  foreign key (tenant_id, scim_user_id) references shared.scim_users (tenant_id, id) on delete cascade
);
create index scim_group_members_user_idx on shared.scim_group_members (tenant_id, scim_user_id);

-- Whom a deleted entry stood for, so that the same entry made again is the same person.
create table shared.scim_tombstones (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  connection_id uuid not null,
  user_id uuid not null,
  user_name_key varchar(255) not null,
  external_id varchar(255),
  joined_here boolean not null,
  suspended_here boolean not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references shared.memberships (tenant_id, user_id) on delete cascade
);
create index scim_tombstones_entry_idx on shared.scim_tombstones (tenant_id, connection_id, external_id, user_name_key);
create index scim_tombstones_user_idx on shared.scim_tombstones (tenant_id, user_id);

-- What a provider asked for and what came of it: every change and every refusal, without what was in it.
create table shared.scim_events (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  connection_id uuid not null,
  token_id uuid,
  method varchar(10) not null,
  path varchar(300) not null,
  resource_type varchar(20),
  resource_id varchar(100),
  resource_label varchar(255) not null default '',
  summary varchar(500) not null default '',
  status int not null,
  outcome varchar(10) not null check (outcome in ('applied', 'refused', 'failed')),
  scim_type varchar(30),
  detail varchar(500) not null default '',
  ip inet,
  user_agent varchar(500),
  request_id varchar(64),
  duration_ms int not null default 0,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index scim_events_list_idx on shared.scim_events (tenant_id, connection_id, created_at desc, id desc);

call shared.secure_tenant_tables();
grant select, insert, update, delete on shared.scim_users, shared.scim_groups, shared.scim_group_members,
  shared.scim_tombstones to atrium_tenant;
grant select, insert, delete on shared.scim_events to atrium_tenant;
grant select, insert, update, delete on shared.scim_users, shared.scim_groups, shared.scim_group_members,
  shared.scim_tombstones, shared.scim_events to atrium_system;
