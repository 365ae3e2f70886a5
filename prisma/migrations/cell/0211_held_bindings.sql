-- The same answer with plans that are kept: inlined into the statement that calls it, it was planned anew each time. Whoever is
-- in no team pays one look-up.
create or replace function shared.held_bindings(p_tenant_id uuid, p_type text, p_subject_id uuid)
returns table (role_id uuid, expires_at timestamptz, source text, team_id uuid, entry_id uuid)
language plpgsql stable rows 5 set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  select b.role_id, b.expires_at, b.source::text, null::uuid, null::uuid from shared.role_bindings b
  where b.tenant_id = p_tenant_id and b.subject_type = p_type and b.subject_id = p_subject_id
    and (b.expires_at is null or b.expires_at > now());
  if p_type <> 'user' or not exists (
    select 1 from shared.team_members m where m.tenant_id = p_tenant_id and m.user_id = p_subject_id
  ) then
    return;
  end if;
  return query
  with recursive above as (
    select t.id, t.parent_id, t.id as entry_id, 1 as step from shared.team_members m
    join shared.teams t on t.tenant_id = m.tenant_id and t.id = m.team_id
    where m.tenant_id = p_tenant_id and m.user_id = p_subject_id
    union all
    select t.id, t.parent_id, a.entry_id, a.step + 1 from above a
    join shared.teams t on t.tenant_id = p_tenant_id and t.id = a.parent_id where a.step < 8
  )
  select b.role_id, b.expires_at, b.source::text, a.id, a.entry_id
  from above a join shared.role_bindings b on b.tenant_id = p_tenant_id and b.subject_type = 'team' and b.subject_id = a.id
    and (b.inherit or a.step = 1) and (b.expires_at is null or b.expires_at > now());
end $$;
