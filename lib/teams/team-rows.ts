import "server-only";
import { actorPrincipal } from "@/lib/access/actor-person";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { type TeamRole, teamRoles } from "@/lib/access/roles/grants/team-roles";
import { holdsPermission } from "@/lib/access/roles/holds-permission";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { TeamDto, TeamRoleDto } from "./schema";

export type TeamRow = {
  id: string;
  parent_id: string | null;
  kind: TeamDto["kind"];
  name: string;
  description: string;
  depth: number;
  path: TeamDto["path"];
  member_count: number;
  sub_team_count: number;
  is_manager: boolean;
  created_at: Date;
  updated_at: Date;
};

/** Teams as a tree read from the top, names in order; `where` narrows `x`. `is_manager`: the caller manages it or one above. */
export function selectTeams(
  tx: TenantTx,
  ctx: TenantContext,
  where: Prisma.Sql,
  limit: number,
): Promise<TeamRow[]> {
  const tenantId = ctx.tenant.id;
  const me = actorPrincipal(ctx.actor);
  const userId = me?.type === "user" ? me.id : null;
  return tx.$queryRaw<TeamRow[]>`
    with recursive mine as materialized (
      select m.team_id from shared.team_members m
      where m.tenant_id = ${tenantId}::uuid and m.user_id = ${userId}::uuid and m.kind = 'manager'
    ), tree as (
      select t.*, array[lower(t.name), t.id::text] as place, '[]'::jsonb as path,
        t.id in (select team_id from mine) as is_manager
      from shared.teams t where t.tenant_id = ${tenantId}::uuid and t.parent_id is null
      union all
      select t.*, a.place || array[lower(t.name), t.id::text],
        a.path || jsonb_build_array(jsonb_build_object('id', a.id, 'name', a.name)),
        a.is_manager or t.id in (select team_id from mine)
      from tree a join shared.teams t on t.tenant_id = ${tenantId}::uuid and t.parent_id = a.id
    )
    select x.id::text, x.parent_id::text, x.kind::text, x.name::text, x.description::text, x.depth, x.path, x.is_manager,
      x.created_at, x.updated_at,
      (select count(*)::int from shared.team_members m where m.tenant_id = ${tenantId}::uuid and m.team_id = x.id) as member_count,
      (select count(*)::int from shared.teams c where c.tenant_id = ${tenantId}::uuid and c.parent_id = x.id) as sub_team_count
    from tree x where ${where} order by x.place limit ${limit}`;
}

/**
 * One team, with everything about roles and teams standing still until the transaction ends.
 * @throws NotFoundError
 */
export async function lockTeam(tx: TenantTx, ctx: TenantContext, id: string): Promise<TeamRow> {
  await lockRoles(tx, ctx.tenant.id);
  const [row] = await selectTeams(tx, ctx, Prisma.sql`x.id = ${id}::uuid`, 1);
  if (!row) throw new NotFoundError("team");
  return row;
}

/** What callers see of teams, with the roles that each gives. */
export async function presentTeams(
  tx: TenantTx,
  ctx: TenantContext,
  rows: readonly TeamRow[],
): Promise<TeamDto[]> {
  const roles = await teamRoles(
    tx,
    ctx.tenant.id,
    rows.map(({ id }) => id),
  );
  const byTeam = Map.groupBy(roles, ({ team_id }) => team_id);
  const mayLead = holdsPermission(ctx, "teams:lead");
  const mayManage = holdsPermission(ctx, "teams:manage");
  return rows.map(({ is_manager, created_at, updated_at, ...row }) => {
    const held = byTeam.get(row.id) ?? [];
    return {
      ...row,
      roles: held.filter(({ from_id }) => from_id === row.id).map(presentRole),
      inherited_roles: held
        .filter(({ from_id }) => from_id !== row.id)
        .map((role) => ({ ...presentRole(role), from: { id: role.from_id, name: role.from_name } })),
      can_lead: mayLead && (mayManage || is_manager),
      created_at: created_at.toISOString(),
      updated_at: updated_at.toISOString(),
    };
  });
}

/**
 * What a verb answers with.
 * @throws NotFoundError
 */
export async function readTeam(tx: TenantTx, ctx: TenantContext, id: string): Promise<TeamDto> {
  const rows = await selectTeams(tx, ctx, Prisma.sql`x.id = ${id}::uuid`, 1);
  const [team] = await presentTeams(tx, ctx, rows);
  if (!team) throw new NotFoundError("team");
  return team;
}

function presentRole({ role_id, role, name, inherit, expires_at }: TeamRole): TeamRoleDto {
  return { role_id, role, name, inherit, expires_at: expires_at?.toISOString() ?? null };
}

/** What of a team stands in an audit row. */
export function auditTeam({
  name,
  description,
  kind,
  path,
}: Pick<TeamRow, "name" | "description" | "kind" | "path">) {
  return { name, description, kind, below: path.map((team) => team.name).join(" / ") || null };
}
