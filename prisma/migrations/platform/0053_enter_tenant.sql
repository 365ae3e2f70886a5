-- First statement of every tenant transaction. A tenant that moves to another cell may be read and not written, and
-- one that has left is not here: both hold for whoever still has an old answer of the directory.
create function platform.enter_tenant(p_tenant_id uuid)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  fence timestamptz;
begin
  select t.fenced_at into fence from shared.tenants t where t.tenant_id = p_tenant_id;
  if not found then
    raise exception 'no such tenant in this database' using errcode = 'AT001';
  end if;
  if fence is not null then
    perform set_config('transaction_read_only', 'on', true);
  end if;
end $$;
revoke all on function platform.enter_tenant(uuid) from public;
grant execute on function platform.enter_tenant(uuid) to atrium_app;
