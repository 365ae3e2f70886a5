-- A change of the address that a person signs in with: asked for, proved by the new mailbox, and for a week the old
-- mailbox's to take back.
create table platform.email_changes (
  id uuid primary key,
  user_id uuid not null references platform.users (id) on delete cascade,
  old_email varchar(255) not null,
  new_email varchar(255) not null,
  status varchar(10) not null default 'pending' check (status in ('pending', 'confirmed', 'cancelled', 'undone')),
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  created_at timestamptz not null default now()
);
create unique index email_changes_pending_idx on platform.email_changes (user_id) where status = 'pending';
create index email_changes_user_idx on platform.email_changes (user_id, created_at);
grant select, insert, update, delete on platform.email_changes to atrium_system;

alter table platform.cell_outbox drop constraint cell_outbox_kind_check;
alter table platform.cell_outbox add constraint cell_outbox_kind_check
  check (kind in ('domain_event', 'member_name', 'member_email')) not valid;
