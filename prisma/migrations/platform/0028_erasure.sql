-- When a search for leftovers of an erased tenant found none. Null: the worker goes on erasing.
alter table platform.tenants add column erased_at timestamptz;
create index tenants_unverified_idx on platform.tenants (id) where status = 'erased' and erased_at is null;

-- The platform's trail stays: that something happened, when and by whom, not what the erased tenant was called or held.
create function platform.pseudonymise_tenant_events(p_tenant_id uuid)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update platform.platform_events e set target_label = '', before = null, after = null, reason = null
  where e.tenant_id = p_tenant_id or (e.target_type = 'tenant' and e.target_id = p_tenant_id::text)
$$;

-- Append-only, with that one exception: names and values of a tenant that is erased may be blanked, nothing else.
create function platform.guard_platform_event() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'UPDATE' and new.target_label = '' and new.before is null and new.after is null and new.reason is null
    and row(new.id, new.occurred_at, new.actor_type, new.actor_id, new.actor_label, new.action, new.account_id, new.tenant_id,
        new.target_type, new.target_id, new.ip, new.user_agent, new.request_id)
      is not distinct from row(old.id, old.occurred_at, old.actor_type, old.actor_id, old.actor_label, old.action,
        old.account_id, old.tenant_id, old.target_type, old.target_id, old.ip, old.user_agent, old.request_id)
    and exists (select 1 from platform.tenants t where t.status = 'erased'
      and (t.id = old.tenant_id or (old.target_type = 'tenant' and t.id::text = old.target_id))) then
    return new;
  end if;
  raise exception 'audit rows are append-only' using errcode = '42501';
end $$;
revoke all on function platform.guard_platform_event() from public;
drop trigger platform_events_append_only on platform.platform_events;
create trigger platform_events_append_only before update or delete on platform.platform_events
  for each row execute function platform.guard_platform_event();

-- An agent stops counting in the transaction that archives it: a crash leaves both or neither. Tenant from the context.
create function platform.release_agent()
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update platform.account_counters c set used = greatest(0, c.used - 1), updated_at = now()
  from platform.tenants t
  where t.id = current_setting('app.tenant_id')::uuid and c.account_id = t.account_id and c.meter = 'agents'
    and c.period_id = '00000000-0000-0000-0000-000000000000'
$$;

revoke all on function platform.pseudonymise_tenant_events(uuid), platform.release_agent() from public;
grant execute on function platform.pseudonymise_tenant_events(uuid) to atrium_system;
grant execute on function platform.release_agent() to atrium_tenant, atrium_system;
