-- The data keys of tenants, each wrapped by a key-encryption key that lives outside the database. Several generations
-- a tenant, one current. Destroying a tenant's keys makes everything sealed under them unreadable.
create table platform.tenant_keys (
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  generation int not null check (generation > 0),
  state varchar(10) not null default 'current' check (state in ('current', 'retiring', 'destroyed')),
  kek_kid varchar(32) not null,
  wrapped text,
  created_at timestamptz not null default now(),
  rewrapped_at timestamptz,
  retired_at timestamptz,
  destroyed_at timestamptz,
  primary key (tenant_id, generation),
  check ((state = 'destroyed') = (wrapped is null))
);
create unique index tenant_keys_current_idx on platform.tenant_keys (tenant_id) where state = 'current';
create index tenant_keys_kek_idx on platform.tenant_keys (kek_kid) where state <> 'destroyed';
grant select, insert, update, delete on platform.tenant_keys to atrium_system;

-- Every generation of one tenant; a destroyed one without its key, so that its number is never used again.
create function platform.tenant_keys_of(p_tenant_id uuid)
returns table (generation int, state text, kek_kid text, wrapped text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select k.generation, k.state::text, k.kek_kid::text, k.wrapped from platform.tenant_keys k
  where k.tenant_id = p_tenant_id order by k.generation
$$;

-- Adds a current key to a tenant that has none. Whoever comes second changes nothing and reads the first one's key.
create function platform.add_tenant_key(p_tenant_id uuid, p_generation int, p_kek_kid text, p_wrapped text)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into platform.tenant_keys (tenant_id, generation, kek_kid, wrapped)
  select t.id, p_generation, p_kek_kid, p_wrapped from platform.tenants t
  where t.id = p_tenant_id and t.status <> 'erased'
    and not exists (select 1 from platform.tenant_keys k where k.tenant_id = t.id and k.state = 'current')
  on conflict do nothing
$$;

revoke all on function platform.tenant_keys_of(uuid), platform.add_tenant_key(uuid, int, text, text) from public;
grant execute on function platform.tenant_keys_of(uuid), platform.add_tenant_key(uuid, int, text, text)
  to atrium_admission, atrium_system;
