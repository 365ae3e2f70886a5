-- Erasing a person, again: whole addresses only, all that were ever theirs, and also what names a person without an id.
alter table shared.membership_requests add column decided_by uuid;
alter table shared.access_requests add column decided_by uuid;
alter table shared.branding_drafts add column updated_by uuid;
alter table shared.branding_versions add column published_by uuid;

-- Who it was stands in the audit log.
update shared.membership_requests r set decided_by = e.actor_id from shared.domain_events e
where e.tenant_id = r.tenant_id and e.target_id = r.id::text and e.actor_type = 'user'
  and e.action in ('membership.approved', 'membership.declined');
update shared.access_requests r set decided_by = e.actor_id from shared.domain_events e
where e.tenant_id = r.tenant_id and e.target_id = r.id::text and e.actor_type = 'user'
  and e.action in ('access.granted', 'access.dismissed');
update shared.branding_versions v set published_by = e.actor_id from shared.domain_events e
where e.tenant_id = v.tenant_id and e.actor_type = 'user' and e.after ->> 'version' = v.version::text
  and e.action in ('branding.published', 'branding.reverted');
update shared.branding_drafts d set updated_by = (
  select e.actor_id from shared.domain_events e
  where e.tenant_id = d.tenant_id and e.actor_type = 'user' and e.action = 'branding.draft_saved' order by e.id desc limit 1);

-- Finds addresses as a whole: an@x.nl neither in jan@x.nl nor in an@x.nl.example. Text is to be in lower case.
create function shared.address_pattern(p_emails text[]) returns text
language sql immutable set search_path = pg_catalog, pg_temp
as $$
  select '(?<![[:alnum:]_+.-]|[[:alnum:]_+.-]'')(' ||
    string_agg(regexp_replace(lower(e), '([^[:alnum:]@_])', '\\\1', 'g'), '|') || ')(?![[:alnum:]_-]|\.[[:alnum:]])'
  from unnest(p_emails) e where e <> ''
$$;
-- Line ends in JSON are written with a letter, which is none of the address.
create function shared.names_address(p_text text, p_pattern text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp
as $$ select coalesce(regexp_replace(lower(p_text), '\\[bfnrt]', ' ', 'g') ~ p_pattern, false) $$;

-- `p_emails`: every address that was the person's and is nobody else's. `p_subjects`: ids of other things that are about
-- the person and carry their name in labels.
create function shared.forget_person(p_user_id uuid, p_emails text[], p_subjects text[], p_label text)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  pair record;
  found text := shared.address_pattern(p_emails);
  subjects text[];
begin
  subjects := array(
    select p_user_id::text union select unnest(p_subjects)
    union select r.id::text from shared.access_requests r where r.user_id = p_user_id
    union select r.id::text from shared.membership_requests r where r.user_id = p_user_id
    union select i.id::text from shared.invitations i where i.email = any (p_emails)
    union select u.id::text from shared.scim_users u where u.user_id = p_user_id);
  perform set_config('atrium.erasing_person', p_user_id::text, true);
  update shared.domain_events e set
    actor_label = case when e.actor_id = p_user_id then p_label else e.actor_label end,
    ip = case when e.actor_id = p_user_id or e.actor_id is null then null else e.ip end,
    user_agent = case when e.actor_id = p_user_id or e.actor_id is null then null else e.user_agent end,
    target_label = case when e.target_id = any (subjects) then p_label else e.target_label end,
    before = case when e.target_id = any (subjects) then null else e.before end,
    after = case when e.target_id = any (subjects) then null else e.after end
  where e.actor_id = p_user_id or e.target_id = any (subjects);
  -- Somebody else's acts that name an address, such as an invitation.
  update shared.domain_events e set
    actor_label = case when shared.names_address(e.actor_label, found) then p_label else e.actor_label end,
    target_label = case when shared.names_address(e.target_label, found) then p_label else e.target_label end,
    before = case when shared.names_address(e.before::text, found) then null else e.before end,
    after = case when shared.names_address(e.after::text, found) then null else e.after end
  where exists (select 1 from unnest(p_emails) a
      where strpos(lower(concat_ws(' ', e.actor_label, e.target_label, e.before::text, e.after::text)), a) > 0)
    and shared.names_address(concat_ws(' ', e.actor_label, e.target_label, e.before::text, e.after::text), found);
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
  update shared.access_requests r set note = '' where r.user_id = p_user_id;
  delete from shared.membership_requests r where r.user_id = p_user_id;
  update shared.scim_events e set resource_label = p_label, summary = '', detail = ''
  where e.resource_id = any (subjects)
    or shared.names_address(concat_ws(' ', e.resource_label, e.summary, e.detail), found);
  delete from shared.scim_users u where u.user_id = p_user_id;
  delete from shared.scim_tombstones u where u.user_id = p_user_id;
  update shared.invitations i set status = 'revoked' where i.email = any (p_emails) and i.status = 'pending';
  update shared.invitations i set
    email = p_label || '-' || substr(i.id::text, 25) || '@erased.invalid', invitee_name = '', bounce_reason = null
  where i.email = any (p_emails);
  update shared.invitation_batch_rows b set email = p_label || '@erased.invalid', name = ''
  where lower(b.email) = any (p_emails);
  update shared.memberships m set email = p_label || '@erased.invalid', first_name = '', last_name = ''
  where m.user_id = p_user_id;
end $$;

-- What the release before calls.
create or replace function shared.pseudonymise_person(p_user_id uuid, p_email text, p_label text)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform shared.forget_person(p_user_id, array[p_email], '{}', p_label);
end $$;

revoke all on function shared.address_pattern(text[]), shared.names_address(text, text),
  shared.forget_person(uuid, text[], text[], text) from public;
grant execute on function shared.forget_person(uuid, text[], text[], text) to atrium_system;
