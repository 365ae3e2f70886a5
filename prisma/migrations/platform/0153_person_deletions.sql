-- Somebody deletes their account: nobody gets in with it from that moment, the mailed link takes it back for a week, then
-- the person is erased. The row of the person stays without anything that says who it was: trails refer to it.
alter table platform.users drop constraint users_status_check;
alter table platform.users add constraint users_status_check
  check (status in ('active', 'disabled', 'leaving', 'erased')) not valid;

create table platform.person_deletions (
  user_id uuid primary key references platform.users (id) on delete cascade,
  status varchar(10) not null default 'pending' check (status in ('pending', 'cancelled', 'done')),
  -- Memberships that the request suspended, to be given back when it is taken back.
  suspended_in uuid[] not null default '{}',
  requested_at timestamptz not null default now(),
  delete_after timestamptz not null,
  done_at timestamptz
);
create index person_deletions_due_idx on platform.person_deletions (delete_after) where status = 'pending';
grant select, insert, update, delete on platform.person_deletions to atrium_system;

-- Append-only, with two exceptions: what an erased tenant was called may be blanked, and who an erased person was may be
-- replaced by a pseudonym. Nothing else, and never the act, its time or the ids.
create or replace function platform.guard_platform_event() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'UPDATE' and new.target_label = '' and new.before is null and new.after is null and new.reason is null
    and row(new.id, new.occurred_at, new.actor_type, new.actor_id, new.actor_label, new.action, new.account_id, new.tenant_id,
        new.target_type, new.target_id, new.ip, new.user_agent, new.request_id, new.on_behalf_of, new.support_session_id, new.ticket)
      is not distinct from row(old.id, old.occurred_at, old.actor_type, old.actor_id, old.actor_label, old.action,
        old.account_id, old.tenant_id, old.target_type, old.target_id, old.ip, old.user_agent, old.request_id,
        old.on_behalf_of, old.support_session_id, old.ticket)
    and exists (select 1 from platform.tenants t where t.status = 'erased'
      and (t.id = old.tenant_id or (old.target_type = 'tenant' and t.id::text = old.target_id))) then
    return new;
  end if;
  if tg_op = 'UPDATE'
    and (new.before is null or new.before is not distinct from old.before)
    and (new.after is null or new.after is not distinct from old.after)
    and row(new.id, new.occurred_at, new.actor_type, new.actor_id, new.action, new.account_id, new.tenant_id,
        new.target_type, new.target_id, new.reason, new.request_id, new.on_behalf_of, new.support_session_id, new.ticket)
      is not distinct from row(old.id, old.occurred_at, old.actor_type, old.actor_id, old.action, old.account_id,
        old.tenant_id, old.target_type, old.target_id, old.reason, old.request_id, old.on_behalf_of, old.support_session_id,
        old.ticket)
    and exists (select 1 from platform.users u where u.status = 'erased'
      and (u.id = old.actor_id or u.id::text = old.target_id)) then
    return new;
  end if;
  raise exception 'audit rows are append-only' using errcode = '42501';
end $$;

create function platform.pseudonymise_person_events(p_user_id uuid, p_label text)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update platform.platform_events e set
    actor_label = case when e.actor_id = p_user_id then p_label else e.actor_label end,
    ip = case when e.actor_id = p_user_id or e.target_id = p_user_id::text then null else e.ip end,
    user_agent = case when e.actor_id = p_user_id or e.target_id = p_user_id::text then null else e.user_agent end,
    target_label = case when e.target_id = p_user_id::text then p_label else e.target_label end,
    before = case when e.target_id = p_user_id::text then null else e.before end,
    after = case when e.target_id = p_user_id::text then null else e.after end
  where e.actor_id = p_user_id or e.target_id = p_user_id::text
$$;

-- Names beside ids, wherever a table of the control plane keeps both: found in the catalogue, so that no table is forgotten.
create function platform.pseudonymise_person_names(p_user_id uuid, p_label text)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare pair record;
begin
  for pair in
    select c.oid::regclass::text as place, quote_ident(n.attname) as name, quote_ident(i.attname) as id
    from pg_class c join pg_namespace s on s.oid = c.relnamespace and s.nspname = 'platform'
    join pg_attribute n on n.attrelid = c.oid and not n.attisdropped and n.attname ~ '_(name|email)$'
    join pg_attribute i on i.attrelid = c.oid and not i.attisdropped and i.atttypid = 'uuid'::regtype
      and (i.attname = regexp_replace(n.attname, '_(name|email)$', '') or i.attname = regexp_replace(n.attname, '_(name|email)$', '') || '_id')
    where c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'platform_events'
  loop
    execute format('update %s set %s = $1 where %s = $2', pair.place, pair.name, pair.id) using p_label, p_user_id;
  end loop;
end $$;
revoke all on function platform.pseudonymise_person_events(uuid, text), platform.pseudonymise_person_names(uuid, text) from public;
grant execute on function platform.pseudonymise_person_events(uuid, text), platform.pseudonymise_person_names(uuid, text)
  to atrium_system;
