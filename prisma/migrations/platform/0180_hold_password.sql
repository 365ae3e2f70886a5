-- The password that was compared is still the person's when the session begins: comparing takes its time, in which somebody
-- may have changed it. The lock makes a change wait, which then ends this session, too. And a browser that its hundredth
-- wrong password made strange is left to the long way, which mails.
create or replace function platform.finish_sign_in(p_account text, p_address text, p_device_id uuid, p_length int,
  p_minimum int, p jsonb)
returns table (is_signed_in boolean, places text[], locale text, theme text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  person uuid := (p ->> 'user_id')::uuid;
begin
  perform platform.clear_sign_in(p_account, p_address, p_device_id);
  is_signed_in := false;
  if p ? 'compared_hash' then
    perform 1 from platform.credentials c
    where c.user_id = person and c.password_hash = p ->> 'compared_hash' for share;
    if not found then return next; return; end if;
  end if;
  if p_device_id is null or not exists (select 1 from platform.known_devices d where d.id = p_device_id)
    or platform.has_factor(person) or platform.owes_factor(person)
    or platform.required_password_length(person, p_minimum) > p_length then
    return next; return;
  end if;
  select u.locale, u.theme, array(
    select t.slug::text from platform.user_tenants m join platform.tenants t on t.id = m.tenant_id
    where m.user_id = u.id and m.status = 'active' and t.status <> 'erased' limit 2)
  into locale, theme, places
  from platform.users u where u.id = person and u.status = 'active' and u.platform_role = 'user';
  if found then
    perform platform.record_sign_in(p);
    is_signed_in := true;
  end if;
  return next;
end $$;
