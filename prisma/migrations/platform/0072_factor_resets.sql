-- People who lost their second step and confirmed by mail that it is them who asks: for whoever may reset it.
create table platform.factor_resets (
  user_id uuid primary key references platform.users (id) on delete cascade,
  asked_at timestamptz not null default now()
);
grant select, insert, update, delete on platform.factor_resets to atrium_system;
