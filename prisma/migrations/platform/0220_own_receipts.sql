-- What a person was refused outside a workspace, for that person to open. Kept like a workspace's receipts.
create table platform.own_receipts (
  id uuid primary key,
  user_id uuid not null references platform.users (id) on delete cascade,
  code varchar(40) not null,
  reason varchar(60),
  subject varchar(80),
  message varchar(500) not null default '',
  method varchar(10) not null,
  route varchar(200) not null,
  used_value bigint,
  limit_value bigint,
  resets_at timestamptz,
  request_id varchar(64),
  fingerprint varchar(64) not null,
  minute timestamptz not null,
  created_at timestamptz not null default now(),
  unique (user_id, fingerprint, minute)
);
create index own_receipts_holder_idx on platform.own_receipts (user_id, created_at desc, id desc);
create index own_receipts_time_idx on platform.own_receipts (created_at);
grant select, insert, update, delete on platform.own_receipts to atrium_system;
