-- Erasing a person takes hold of them first: from then on nothing takes it back, and whoever finds it begun finishes it.
alter table platform.person_deletions drop constraint person_deletions_status_check;
alter table platform.person_deletions add constraint person_deletions_status_check
  check (status in ('pending', 'cancelled', 'erasing', 'done')) not valid;
create index person_deletions_begun_idx on platform.person_deletions (user_id) where status = 'erasing';

alter table platform.feature_flags add column changed_by uuid;
alter table platform.support_sessions add column ended_by uuid;
update platform.feature_flags f set changed_by = (
  select e.actor_id from platform.platform_events e
  where e.target_id = f.feature and e.actor_type = 'user' and e.action like 'feature%' order by e.id desc limit 1);
update platform.support_sessions s set ended_by = (
  select e.actor_id from platform.platform_events e
  where e.target_id = s.id::text and e.actor_type in ('user', 'staff') and e.action like 'support%ended'
  order by e.id desc limit 1);

-- As before, and: what names an erased person in somebody else's act may be replaced too, by the function that erases.
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
    and (new.reason is null or new.reason is not distinct from old.reason)
    and row(new.id, new.occurred_at, new.actor_type, new.actor_id, new.action, new.account_id, new.tenant_id,
        new.target_type, new.target_id, new.request_id, new.on_behalf_of, new.support_session_id, new.ticket)
      is not distinct from row(old.id, old.occurred_at, old.actor_type, old.actor_id, old.action, old.account_id,
        old.tenant_id, old.target_type, old.target_id, old.request_id, old.on_behalf_of, old.support_session_id,
        old.ticket)
    and exists (select 1 from platform.users u where u.status = 'erased'
      and (u.id = old.actor_id or u.id::text = old.target_id
        or u.id::text = current_setting('atrium.erasing_person', true))) then
    return new;
  end if;
  raise exception 'audit rows are append-only' using errcode = '42501';
end $$;

-- `p_emails` and `p_subjects` as in shared.forget_person(). An account that the person made was called after them: it is
-- called after its first workspace, and a workspace's own name is the workspace's.
create function platform.forget_person(p_user_id uuid, p_emails text[], p_subjects text[], p_label text)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  found text := shared.address_pattern(p_emails);
  accounts uuid[];
  subjects text[] := p_subjects || p_user_id::text;
begin
  perform set_config('atrium.erasing_person', p_user_id::text, true);
  accounts := array(
    select e.account_id from platform.platform_events e
    where e.action = 'account.created' and e.actor_id = p_user_id and e.account_id is not null);
  update platform.platform_events e set target_label = p_label, before = null, after = null
  where e.target_type = 'account' and e.account_id = any (accounts);
  update platform.accounts a set name = coalesce(
    (select t.name from platform.tenants t where t.account_id = a.id and t.status not in ('erased', 'offboarding') order by t.created_at limit 1),
    p_label)
  where a.id = any (accounts);
  update platform.accounts a set billing_email = null where a.billing_email = any (p_emails);
  update platform.platform_events e set
    actor_label = case when e.actor_id = p_user_id then p_label else e.actor_label end,
    ip = case when e.actor_id = p_user_id or e.actor_id is null then null else e.ip end,
    user_agent = case when e.actor_id = p_user_id or e.actor_id is null then null else e.user_agent end,
    target_label = case when e.target_id = any (subjects) then p_label else e.target_label end,
    before = case when e.target_id = any (subjects) then null else e.before end,
    after = case when e.target_id = any (subjects) then null else e.after end
  where e.actor_id = p_user_id or e.target_id = any (subjects);
  update platform.platform_events e set
    actor_label = case when shared.names_address(e.actor_label, found) then p_label else e.actor_label end,
    target_label = case when shared.names_address(e.target_label, found) then p_label else e.target_label end,
    reason = case when shared.names_address(e.reason, found) then null else e.reason end,
    before = case when shared.names_address(e.before::text, found) then null else e.before end,
    after = case when shared.names_address(e.after::text, found) then null else e.after end
  where exists (select 1 from unnest(p_emails) a where strpos(
      lower(concat_ws(' ', e.actor_label, e.target_label, e.reason, e.before::text, e.after::text)), a) > 0)
    and shared.names_address(
      concat_ws(' ', e.actor_label, e.target_label, e.reason, e.before::text, e.after::text), found);
  perform set_config('atrium.erasing_person', '', true);
  update platform.tenant_reviews r set ip = null where r.applicant_id = p_user_id;
  -- What an operation remembers of whoever asked for it; it is over since long.
  update platform.operations o set input = o.input - 'founder' - 'request' where o.created_by = p_user_id;
  update platform.support_sessions x set ip = null where x.staff_id = p_user_id;
  update platform.api_key_directory k set last_used_ip = null where k.created_by = p_user_id;
  perform platform.pseudonymise_person_names(p_user_id, p_label);
end $$;
revoke all on function platform.forget_person(uuid, text[], text[], text) from public;
grant execute on function platform.forget_person(uuid, text[], text[], text) to atrium_system;
