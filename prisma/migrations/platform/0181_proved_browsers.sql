-- A browser that is known by single sign-on alone has a mark of its own; what it is trusted by is the mark that every
-- sign-in there has in common. Both are kept, so that its trust goes with it.
alter table platform.known_devices add column proved_hash bytea;

create or replace function platform.keep_device(p_id uuid, p_user_id uuid, p_own bytea, p_proved bytea, p_ip inet,
  p_agent text)
returns table (device_id uuid, is_strange boolean)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into platform.known_devices as d (id, user_id, token_hash, proved_hash, ip, user_agent)
  values (p_id, p_user_id, p_own, p_proved, p_ip, p_agent)
  on conflict (token_hash, user_id) do update
    set last_seen_at = now(), proved_hash = excluded.proved_hash, ip = excluded.ip, user_agent = excluded.user_agent
  returning d.id, d.created_at = now()
    and (exists (select 1 from platform.users u where u.id = d.user_id and u.last_sign_in_method is not null)
      or exists (select 1 from platform.known_devices o where o.user_id = d.user_id and o.id <> d.id))
    and not exists (select 1 from platform.known_devices o
      where o.user_id = d.user_id and o.id <> d.id and o.token_hash = p_proved)
$$;

create or replace function platform.distrust_strange_browser() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  delete from platform.trusted_devices t
  where t.user_id = old.user_id and t.token_hash in (old.token_hash, old.proved_hash);
  return null;
end $$;
