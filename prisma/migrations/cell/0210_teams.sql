-- Teams: a tree a tenant, at most eight deep. A role bound to a team is held by its members, and by those of the teams
-- below where the binding says so.
create table shared.teams (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  id uuid not null,
  parent_id uuid,
  kind varchar(20) not null default 'department' check (kind in ('department', 'project', 'cross_functional', 'workspace')),
  name varchar(100) not null,
  description varchar(500) not null default '',
  depth int not null default 1 constraint teams_depth check (depth between 1 and 8),
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references shared.teams (tenant_id, id)
);
create unique index teams_name_idx on shared.teams
  (tenant_id, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'::uuid), lower(name));
create index teams_parent_idx on shared.teams (tenant_id, parent_id);

-- `manager`: looks after the members of this team and of those below. `source` scim: a directory's group put them here, and
-- only that is taken back by it.
create table shared.team_members (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  team_id uuid not null,
  user_id uuid not null,
  kind varchar(20) not null default 'member' check (kind in ('member', 'manager')),
  source varchar(20) not null default 'manual' check (source in ('manual', 'scim')),
  added_by uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, team_id, user_id),
  foreign key (tenant_id, team_id) references shared.teams (tenant_id, id) on delete cascade,
  foreign key (tenant_id, user_id) references shared.memberships (tenant_id, user_id) on delete cascade
);
create index team_members_user_idx on shared.team_members (tenant_id, user_id);
create index team_members_list_idx on shared.team_members (tenant_id, team_id, created_at desc, user_id desc);

-- Groups of a directory whose members are put into a team.
create table shared.scim_group_teams (
  tenant_id uuid not null references shared.tenants (tenant_id) on delete cascade,
  group_id uuid not null,
  team_id uuid not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, group_id, team_id),
  foreign key (tenant_id, group_id) references shared.scim_groups (tenant_id, id) on delete cascade,
  foreign key (tenant_id, team_id) references shared.teams (tenant_id, id) on delete cascade
);
create index scim_group_teams_team_idx on shared.scim_group_teams (tenant_id, team_id);

call shared.secure_tenant_tables();
grant select, insert, update, delete on shared.teams, shared.team_members, shared.scim_group_teams
  to atrium_tenant, atrium_system;

-- Of a team's binding: members of the teams below hold the role too.
alter table shared.role_bindings add column inherit boolean not null default false;

-- Moves in a tenant's tree take turns: each sees what the one before did, so that no two of them close a circle. A row that
-- comes before its parent, as in an import, keeps the depth it says.
create function shared.place_team() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
  parent_depth int;
begin
  perform pg_advisory_xact_lock(hashtextextended('teams:' || new.tenant_id::text, 0));
  if new.parent_id is null then
    new.depth := 1;
    return new;
  end if;
  if exists (
    with recursive above as (
      select t.id, t.parent_id, 1 as step from shared.teams t where t.tenant_id = new.tenant_id and t.id = new.parent_id
      union all
      select t.id, t.parent_id, a.step + 1 from above a
      join shared.teams t on t.tenant_id = new.tenant_id and t.id = a.parent_id where a.step < 16
    ) select 1 from above a where a.id = new.id
  ) then
    raise exception 'a team cannot lie below itself' using errcode = '23514', constraint = 'teams_no_circle';
  end if;
  select t.depth into parent_depth from shared.teams t where t.tenant_id = new.tenant_id and t.id = new.parent_id;
  new.depth := coalesce(parent_depth + 1, new.depth);
  return new;
end $$;
create trigger teams_place before insert or update of parent_id, depth on shared.teams
  for each row execute function shared.place_team();

create function shared.sink_teams() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  update shared.teams t set depth = new.depth + 1 where t.tenant_id = new.tenant_id and t.parent_id = new.id;
  return null;
end $$;
create trigger teams_sink after update of parent_id, depth on shared.teams
  for each row when (old.depth is distinct from new.depth) execute function shared.sink_teams();

-- Every binding that counts for somebody now: their own, and for a person those of the teams they are in and, where these
-- are handed down, of the teams above. `team_id`: whose binding it is; `entry_id`: the team that they are a member of.
create function shared.held_bindings(p_tenant_id uuid, p_type text, p_subject_id uuid)
returns table (role_id uuid, expires_at timestamptz, source text, team_id uuid, entry_id uuid)
language sql stable
as $$
  select b.role_id, b.expires_at, b.source::text, null::uuid, null::uuid from shared.role_bindings b
  where b.tenant_id = p_tenant_id and b.subject_type = p_type and b.subject_id = p_subject_id
    and (b.expires_at is null or b.expires_at > now())
  union all
  select b.role_id, b.expires_at, b.source::text, a.id, a.entry_id from (
    with recursive above as (
      select t.id, t.parent_id, t.id as entry_id, 1 as step from shared.team_members m
      join shared.teams t on t.tenant_id = m.tenant_id and t.id = m.team_id
      where p_type = 'user' and m.tenant_id = p_tenant_id and m.user_id = p_subject_id
      union all
      select t.id, t.parent_id, a.entry_id, a.step + 1 from above a
      join shared.teams t on t.tenant_id = p_tenant_id and t.id = a.parent_id where a.step < 8
    ) select * from above
  ) a join shared.role_bindings b on b.tenant_id = p_tenant_id and b.subject_type = 'team' and b.subject_id = a.id
    and (b.inherit or a.step = 1) and (b.expires_at is null or b.expires_at > now())
$$;

-- The power of a key, with what its maker holds through teams.
create or replace function shared.api_key_power(p_tenant_id uuid, p_api_key_id uuid, p_user_id uuid)
returns table (key_name text, member_status text, permissions text[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with keyed as (
    select k.name, k.service_account_id as account_id,
      case when k.service_account_id is null then 'user' else 'service_account' end as subject_type,
      coalesce(k.service_account_id, p_user_id) as subject_id
    from shared.api_keys k where k.tenant_id = p_tenant_id and k.id = p_api_key_id
  ), bound as (
    select r.id, r.system_key from keyed
    cross join lateral shared.held_bindings(p_tenant_id, keyed.subject_type, keyed.subject_id) b
    join shared.roles r on r.tenant_id = p_tenant_id and r.id = b.role_id
  ), granted as (
    select s.permission_key, 'allow' as effect from bound
    join shared.system_role_permissions s on s.role_key = bound.system_key
    union all
    select p.permission_key, p.effect from bound
    join shared.role_permissions p on p.tenant_id = p_tenant_id and p.role_id = bound.id where bound.system_key is null
  )
  select (case when s.id is null then keyed.name else s.name || ' · ' || keyed.name end)::text,
    (case when keyed.account_id is null then m.status when s.status = 'active' then 'active' else 'suspended' end)::text,
    array(select g.permission_key::text from granted g group by g.permission_key having bool_and(g.effect = 'allow'))
  from keyed
  left join shared.memberships m on keyed.account_id is null and m.tenant_id = p_tenant_id and m.user_id = p_user_id
  left join shared.service_accounts s on s.tenant_id = p_tenant_id and s.id = keyed.account_id
  where m.user_id is not null or s.id is not null;
end $$;

-- At least one active Tenant Admin a tenant, for good and in person: a role that ends by itself or comes through a team does
-- not count, nor an admin from whom another role, a team's among them, takes something away.
create or replace function shared.check_tenant_admin() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare affected uuid := case when tg_op = 'INSERT' then new.tenant_id else old.tenant_id end;
begin
  perform pg_advisory_xact_lock(hashtextextended('admin:' || affected::text, 0));
  -- A new binding, and a change of teams, matters only where a role takes something away.
  if tg_table_name in ('teams', 'team_members') then
    if not exists (select 1 from shared.role_bindings b
      join shared.role_permissions d on d.tenant_id = b.tenant_id and d.role_id = b.role_id and d.effect = 'deny'
      where b.tenant_id = affected and b.subject_type = 'team') then
      return null;
    end if;
  elsif tg_op = 'INSERT' then
    if not exists (select 1 from shared.role_permissions d
      where d.tenant_id = new.tenant_id and d.role_id = new.role_id and d.effect = 'deny') then
      return null;
    end if;
  end if;
  if exists (select 1 from shared.tenants t where t.tenant_id = affected) and not exists (
    select 1 from shared.role_bindings b
    join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id and r.system_key = 'tenant_admin'
    join shared.memberships m on m.tenant_id = b.tenant_id and m.user_id = b.subject_id and m.status = 'active'
    where b.tenant_id = affected and b.subject_type = 'user' and b.expires_at is null and not exists (
      select 1 from shared.held_bindings(affected, 'user', b.subject_id) x
      join shared.role_permissions d on d.tenant_id = affected and d.role_id = x.role_id and d.effect = 'deny')
  ) then
    raise exception 'tenant % must keep an active admin', affected using errcode = '23514', constraint = 'tenant_keeps_admin';
  end if;
  return null;
end $$;
create constraint trigger team_members_deny_admin after insert on shared.team_members
  deferrable initially deferred for each row execute function shared.check_tenant_admin();
create constraint trigger teams_deny_admin after update of parent_id on shared.teams
  deferrable initially deferred for each row execute function shared.check_tenant_admin();

revoke all on function shared.place_team(), shared.sink_teams(), shared.held_bindings(uuid, text, uuid) from public;
grant execute on function shared.held_bindings(uuid, text, uuid) to atrium_tenant, atrium_system;

-- Built-in roles allow these two from now on: own roles that allow what the weakest of those did keep up with it, so that
-- whoever could give that one still can.
insert into shared.permissions (key, resource, action, risk)
values ('teams:read', 'teams', 'read', 'low'), ('teams:lead', 'teams', 'lead', 'medium') on conflict do nothing;
insert into shared.role_permissions (tenant_id, role_id, permission_key)
select r.tenant_id, r.id, n.key from shared.roles r cross join (values ('teams:read'), ('teams:lead')) n (key)
where r.system_key is null and not exists (
  select 1 from unnest(array['tenant:read', 'members:read', 'roles:read', 'agents:read', 'usage:read']) w (key)
  where not exists (select 1 from shared.role_permissions p
    where p.tenant_id = r.tenant_id and p.role_id = r.id and p.permission_key = w.key and p.effect = 'allow'))
on conflict do nothing;
