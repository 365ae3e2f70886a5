-- Erasing a person: their copies, names and addresses in the tenants of this cell become a pseudonym. Audit rows stay
-- append-only but for this: who somebody was, never what they did, when, or to what.
create function shared.guard_domain_event() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  -- Nobody but the tables' owner has the right to update; the setting says that it is this function that does.
  if current_setting('atrium.erasing_person', true) <> '' then
    if (new.before is null or new.before is not distinct from old.before)
      and (new.after is null or new.after is not distinct from old.after)
      and row(new.tenant_id, new.id, new.occurred_at, new.actor_type, new.actor_id, new.on_behalf_of, new.session_id,
          new.decision_id, new.action, new.target_type, new.target_id, new.request_id, new.support_session_id, new.ticket)
        is not distinct from row(old.tenant_id, old.id, old.occurred_at, old.actor_type, old.actor_id, old.on_behalf_of,
          old.session_id, old.decision_id, old.action, old.target_type, old.target_id, old.request_id,
          old.support_session_id, old.ticket) then
      return new;
    end if;
  end if;
  raise exception 'audit rows are append-only' using errcode = '42501';
end $$;
revoke all on function shared.guard_domain_event() from public;
drop trigger domain_events_append_only on shared.domain_events;
create trigger domain_events_append_only before update on shared.domain_events
  for each row execute function shared.guard_domain_event();

create function shared.pseudonymise_person(p_user_id uuid, p_email text, p_label text)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare pair record;
begin
  perform set_config('atrium.erasing_person', p_user_id::text, true);
  update shared.domain_events e set
    actor_label = case when e.actor_id = p_user_id then p_label else e.actor_label end,
    ip = null, user_agent = null,
    target_label = case when e.target_id = p_user_id::text then p_label else e.target_label end,
    before = case when e.target_id = p_user_id::text then null else e.before end,
    after = case when e.target_id = p_user_id::text then null else e.after end
  where e.actor_id = p_user_id or e.target_id = p_user_id::text;
  -- Somebody else's acts that name the address, such as an invitation.
  update shared.domain_events e set
    target_label = case when strpos(lower(e.target_label), p_email) > 0 then p_label else e.target_label end,
    before = case when strpos(lower(e.before::text), p_email) > 0 then null else e.before end,
    after = case when strpos(lower(e.after::text), p_email) > 0 then null else e.after end
  where strpos(lower(concat_ws(' ', e.target_label, e.before::text, e.after::text)), p_email) > 0;
  perform set_config('atrium.erasing_person', '', true);
  for pair in
    select c.oid::regclass::text as place, quote_ident(n.attname) as name, quote_ident(i.attname) as id
    from pg_class c join pg_namespace s on s.oid = c.relnamespace and s.nspname = 'shared'
    join pg_attribute n on n.attrelid = c.oid and not n.attisdropped and n.attname ~ '_(name|email|label)$'
    join pg_attribute i on i.attrelid = c.oid and not i.attisdropped and i.atttypid = 'uuid'::regtype
      and (i.attname = regexp_replace(n.attname, '_(name|email|label)$', '')
        or i.attname = regexp_replace(n.attname, '_(name|email|label)$', '') || '_id')
    where c.relkind in ('r', 'p') and not c.relispartition and c.relname not in ('domain_events', 'scim_users')
  loop
    execute format('update %s set %s = $1 where %s = $2', pair.place, pair.name, pair.id) using p_label, p_user_id;
  end loop;
  delete from shared.scim_users u where u.user_id = p_user_id;
  delete from shared.scim_tombstones u where u.user_id = p_user_id;
  update shared.invitations i set status = 'revoked' where i.email = p_email and i.status = 'pending';
  update shared.invitations i set email = p_label || '-' || substr(i.id::text, 25) || '@erased.invalid', invitee_name = ''
  where i.email = p_email;
  update shared.memberships m set email = p_label || '@erased.invalid', first_name = '', last_name = ''
  where m.user_id = p_user_id;
end $$;
revoke all on function shared.pseudonymise_person(uuid, text, text) from public;
grant execute on function shared.pseudonymise_person(uuid, text, text) to atrium_system;
