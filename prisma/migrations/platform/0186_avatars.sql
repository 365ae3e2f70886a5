-- People's own pictures as we drew them anew; the hash is what a browser keeps one by.
create table platform.avatars (
  user_id uuid primary key references platform.users (id) on delete cascade,
  hash varchar(64) not null check (hash ~ '^[0-9a-f]{64}$'),
  bytes bytea not null check (octet_length(bytes) <= 500000),
  updated_at timestamptz not null default now()
);
grant select, insert, update, delete on platform.avatars to atrium_system;
