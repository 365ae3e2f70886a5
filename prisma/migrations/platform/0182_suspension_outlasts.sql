-- Somebody who deletes their account is suspended everywhere by that, and comes back when they take it back. Where a
-- workspace suspends them meanwhile it is the workspace's doing: that membership is not given back.
create or replace function platform.announce_member(p_user_id uuid, p_status text)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into platform.user_tenants (user_id, tenant_id, status)
  values (p_user_id, current_setting('app.tenant_id')::uuid, p_status)
  on conflict (user_id, tenant_id) do update set status = excluded.status;
  update platform.person_deletions d
  set suspended_in = array_remove(d.suspended_in, current_setting('app.tenant_id')::uuid)
  where p_status = 'suspended' and d.user_id = p_user_id and d.status = 'pending'
    and current_setting('app.tenant_id')::uuid = any (d.suspended_in);
$$;
