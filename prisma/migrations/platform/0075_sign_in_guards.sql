-- Lock-out that an attacker cannot turn against the owner: wrong passwords are counted by account and address, and apart
-- from them by every browser in which the person has signed in before.

-- A browser in which a person has signed in, known by the secret in its cookie.
create table platform.known_devices (
  id uuid primary key,
  user_id uuid not null references platform.users (id) on delete cascade,
  token_hash bytea not null,
  ip inet,
  user_agent text,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  unique (token_hash, user_id)
);
create index known_devices_user_idx on platform.known_devices (user_id, last_seen_at);
alter table platform.sessions add column device_id uuid references platform.known_devices (id) on delete set null;
create index sessions_device_idx on platform.sessions (device_id) where device_id is not null;

-- `subject` is empty for the account as a whole, else `address:…` or `device:…`. Keys are made of the address that was
-- typed, so that an account that does not exist is locked like one that does.
create table platform.sign_in_guards (
  account_key varchar(64) not null,
  subject varchar(100) not null,
  failures int not null default 0,
  total int not null default 0,
  locks int not null default 0,
  failed_at timestamptz not null default now(),
  locked_until timestamptz,
  mailed int not null default 0,
  primary key (account_key, subject)
);
create index sign_in_guards_age_idx on platform.sign_in_guards (failed_at);
grant select, insert, update, delete on platform.known_devices, platform.sign_in_guards to atrium_system;

-- Which kinds there are is said once, by the code that makes them.
alter table platform.auth_tokens drop constraint auth_tokens_kind_check;
alter table platform.auth_tokens add constraint auth_tokens_kind_check check (kind ~ '^[a-z][a-z_]{2,29}$') not valid;

-- A guard's row, locked: parallel attempts take turns. After a quarter of an hour without a failure the ten start anew,
-- after a day the delays do.
create function platform.hold_guard(p_account text, p_subject text) returns platform.sign_in_guards
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  guard platform.sign_in_guards;
begin
  insert into platform.sign_in_guards (account_key, subject) values (p_account, p_subject) on conflict do nothing;
  select * into guard from platform.sign_in_guards g
  where g.account_key = p_account and g.subject = p_subject for update;
  if guard.failed_at < clock_timestamp() - interval '15 minutes' then guard.failures := 0; end if;
  if guard.failed_at < clock_timestamp() - interval '1 day' then guard.locks := 0; end if;
  return guard;
end $$;

-- One failure more for ten in a row: the tenth locks for a quarter of an hour, then twice as long each time, up to a day.
create function platform.count_failure(p_guard platform.sign_in_guards) returns platform.sign_in_guards
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  p_guard.failures := p_guard.failures + 1;
  p_guard.total := p_guard.total + 1;
  p_guard.failed_at := clock_timestamp();
  if p_guard.failures >= 10 then
    p_guard.failures := 0;
    p_guard.locks := p_guard.locks + 1;
    p_guard.locked_until := p_guard.failed_at + least(interval '1 day', interval '15 minutes' * 2 ^ least(p_guard.locks - 1, 10));
  end if;
  update platform.sign_in_guards g
  set failures = p_guard.failures, total = p_guard.total, locks = p_guard.locks, failed_at = p_guard.failed_at,
    locked_until = p_guard.locked_until
  where g.account_key = p_guard.account_key and g.subject = p_guard.subject;
  return p_guard;
end $$;

-- Lets one password be tried and counts it as wrong beforehand; a right one is given back by clear_sign_in().
-- `refused`: 'address' (one address tries everybody), 'locked' (wait), 'unlock' (a hundred in a row: only known browsers
-- and the mailed link). `mail`: this attempt, when wrong, is the one to tell the owner of.
create function platform.take_sign_in(p_account text, p_address text, p_email text, p_device bytea)
returns table (device_id uuid, refused text, retry_after_seconds int, mail boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  account platform.sign_in_guards;
  one platform.sign_in_guards;
  rate record;
  wanted int := 0;
begin
  mail := false;
  select d.id into device_id from platform.known_devices d join platform.users u on u.id = d.user_id
  where d.token_hash = p_device and u.email = p_email;
  if device_id is null then account := platform.hold_guard(p_account, ''); end if;
  one := platform.hold_guard(p_account, coalesce('device:' || device_id, 'address:' || p_address));
  if account.locked_until = 'infinity' then
    refused := 'unlock';
    return next; return;
  end if;
  if greatest(account.locked_until, one.locked_until) > clock_timestamp() then
    refused := 'locked';
    retry_after_seconds :=
      ceil(extract(epoch from greatest(account.locked_until, one.locked_until) - clock_timestamp()))::int;
    return next; return;
  end if;
  if device_id is null then
    select * into rate from platform.take_rate('sign-in:ip:' || p_address, 100, 900);
    if not rate.allowed then
      refused := 'address'; retry_after_seconds := rate.retry_after_seconds;
      return next; return;
    end if;
  end if;
  one := platform.count_failure(one);
  if device_id is not null then
    mail := one.locked_until > clock_timestamp() and one.mailed = 0;
    if mail then
      update platform.sign_in_guards g set mailed = 1 where g.account_key = p_account and g.subject = one.subject;
    end if;
    -- A stolen cookie does not give more guesses than a strange browser has.
    if one.total >= 100 then delete from platform.known_devices d where d.id = take_sign_in.device_id; end if;
    return next; return;
  end if;
  account.total := account.total + 1;
  account.locked_until := case account.total
    when 25 then clock_timestamp() + interval '1 minute'
    when 50 then clock_timestamp() + interval '5 minutes'
    when 75 then clock_timestamp() + interval '15 minutes'
    else account.locked_until end;
  if account.total >= 100 then account.locked_until := 'infinity'; end if;
  if account.locked_until = 'infinity' then wanted := 2;
  elsif greatest(account.locked_until, one.locked_until) > clock_timestamp() then wanted := 1; end if;
  mail := wanted > account.mailed;
  update platform.sign_in_guards g
  set total = account.total, failed_at = clock_timestamp(), locked_until = account.locked_until,
    mailed = greatest(account.mailed, wanted)
  where g.account_key = p_account and g.subject = '';
  return next;
end $$;

-- The password was right: what it was counted under starts anew.
create function platform.clear_sign_in(p_account text, p_address text, p_device_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_device_id is not null then
    delete from platform.sign_in_guards g where g.account_key = p_account and g.subject = 'device:' || p_device_id;
  else
    delete from platform.sign_in_guards g
    where g.account_key = p_account and g.subject in ('', 'address:' || p_address);
    perform platform.return_rate('sign-in:ip:' || p_address, 100, 900);
  end if;
end $$;

revoke all on function platform.hold_guard(text, text), platform.count_failure(platform.sign_in_guards),
  platform.take_sign_in(text, text, text, bytea), platform.clear_sign_in(text, text, uuid) from public;
grant execute on function platform.take_sign_in(text, text, text, bytea), platform.clear_sign_in(text, text, uuid)
  to atrium_admission;
