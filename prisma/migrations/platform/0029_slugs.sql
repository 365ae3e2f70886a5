-- Former addresses of tenants: they lead to the present one for a while, and nobody else gets them for longer.
create table platform.tenant_slugs (
  slug varchar(100) primary key,
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  released_at timestamptz not null default now(),
  redirect_until timestamptz not null,
  quarantined_until timestamptz not null check (quarantined_until >= redirect_until)
);
create index tenant_slugs_tenant_idx on platform.tenant_slugs (tenant_id, released_at desc);
grant select, insert, update, delete on platform.tenant_slugs to atrium_system;

-- After the unique index has decided: a name that was released while this row waited for it is seen here.
create function platform.guard_tenant_slug() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select 1 from platform.tenant_slugs s
    where s.slug = new.slug and s.tenant_id <> new.id and s.quarantined_until > now()) then
    raise exception 'the address % is in quarantine', new.slug using errcode = '23505', constraint = 'tenant_slugs_quarantine';
  end if;
  return null;
end $$;
revoke all on function platform.guard_tenant_slug() from public;
create trigger tenants_guard_slug after insert or update of slug on platform.tenants
  for each row execute function platform.guard_tenant_slug();

-- Where a former address leads now; nothing for one that leads nowhere.
create function platform.moved_slug(p_slug text)
returns table (slug text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select t.slug::text from platform.tenant_slugs s join platform.tenants t on t.id = s.tenant_id
  where s.slug = p_slug and s.redirect_until > now() and t.status <> 'erased'
$$;
revoke all on function platform.moved_slug(text) from public;
grant execute on function platform.moved_slug(text) to atrium_app, atrium_system;
