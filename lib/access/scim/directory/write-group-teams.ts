import "server-only";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { lastingTeamRole, teamRoles } from "@/lib/access/roles/grants/team-roles";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ValidationError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

type Wish = { group: { id: string; displayName: string }; teamIds: readonly string[]; createdBy: string };

/**
 * Maps a directory's group to exactly these teams; false when it is already. Its people get what the teams give, so to map
 * it is to give them these roles.
 * @throws PermissionError reasons grants_more_than_held, grants_longer_than_held, higher_rank
 * @throws ValidationError unknown_team
 */
export async function writeGroupTeams(
  tx: TenantTx,
  ctx: TenantContext,
  { group, teamIds, createdBy }: Wish,
): Promise<boolean> {
  const tenantId = ctx.tenant.id;
  const groupId = group.id;
  const before = await groupTeams(tx, tenantId, [groupId]);
  const held = new Set(before.map(({ id }) => id));
  const added = [...new Set(teamIds)].filter((id) => !held.has(id));
  const gone = before.filter(({ id }) => !teamIds.includes(id)).map(({ id }) => id);
  if (added.length + gone.length === 0) return false;
  const known = await tx.team.count({ where: { tenantId, id: { in: added } } });
  if (known < added.length) {
    throw new ValidationError([{ path: "teams", code: "unknown_team", message: "There is no such team." }]);
  }
  await assertMayExchange(tx, ctx, {
    given: (await teamRoles(tx, tenantId, added)).map(lastingTeamRole),
    taken: (await teamRoles(tx, tenantId, gone)).map(lastingTeamRole),
  });
  await tx.scimGroupTeam.deleteMany({ where: { tenantId, groupId, teamId: { in: gone } } });
  await tx.scimGroupTeam.createMany({
    data: added.map((teamId) => ({ tenantId, groupId, teamId, createdBy })),
  });
  const after = await groupTeams(tx, tenantId, [groupId]);
  await recordEvent(tx, ctx, {
    action: "scim.group_teams_changed",
    target: { type: "scim_group", id: groupId, label: group.displayName },
    before: { teams: before.map(({ name }) => name) },
    after: { teams: after.map(({ name }) => name) },
  });
  return true;
}

/** The teams that groups of a directory are mapped to. */
export async function groupTeams(
  tx: TenantTx,
  tenantId: string,
  groupIds: readonly string[],
): Promise<{ groupId: string; id: string; name: string }[]> {
  const rows = await tx.scimGroupTeam.findMany({
    where: { tenantId, groupId: { in: [...groupIds] } },
    select: { groupId: true, team: { select: { id: true, name: true } } },
    orderBy: { team: { name: "asc" } },
  });
  return rows.map(({ groupId, team }) => ({ groupId, ...team }));
}
