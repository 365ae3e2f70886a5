-- A browser that is strange again takes the second step again, whichever way it was forgotten: also after a hundred
-- wrong passwords.
create function platform.distrust_strange_browser() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  delete from platform.trusted_devices t where t.user_id = old.user_id and t.token_hash = old.token_hash;
  return null;
end $$;
revoke all on function platform.distrust_strange_browser() from public;
create trigger known_devices_distrust after delete on platform.known_devices
  for each row execute function platform.distrust_strange_browser();
