import "server-only";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { findGrantableRole } from "@/lib/access/roles/find-grantable-role";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { assertAdminRank } from "@/lib/access/single-sign-on/connections/assert-admin-rank";
import { assertManager, findOwn } from "@/lib/access/single-sign-on/connections/own-connection";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { liveDirectories } from "../membership/live-directories";
import { projectRoles } from "../membership/project-roles";
import { type ScimGroupDto, type ScimGroupRoles, scimGroupRoles } from "../schema";
import { presentDirectoryGroup, WITH_COUNT } from "./present-directory-group";
import { groupTeams, writeGroupTeams } from "./write-group-teams";

/**
 * Binds exactly these roles to a directory's group, and maps it to exactly these teams where any are named: its members have them with their next request, and so will whoever
 * the provider puts into it. Nobody binds a role that they could not give, nor takes away one whose denials they lack.
 * @throws DomainError permission_denied (reasons admin_rank_needed, grants_more_than_held, grants_longer_than_held, higher_rank), feature_unavailable,
 *   step_up_required; NotFoundError; ValidationError unknown_role, unknown_team; ConflictError last_admin
 */
export async function setGroupRoles(
  ctx: TenantContext,
  connectionId: string,
  groupId: string,
  raw: ScimGroupRoles,
): Promise<ScimGroupDto> {
  const actor = assertManager(ctx, { recent: true });
  await assertAdminRank(ctx);
  const { roles: keys, teams: teamIds } = scimGroupRoles.parse(raw);
  const tenantId = ctx.tenant.id;
  const { defaultRole } = await withSystem((tx) => findOwn(tx, ctx, connectionId));
  const live = await liveDirectories(tenantId);
  const work = withTenant({ tenantId, userId: actor.userId }, async (tx) => {
    await lockRoles(tx, tenantId);
    const group = await tx.scimGroup.findFirst({
      where: { tenantId, id: groupId, connectionId },
      include: { ...WITH_COUNT, members: { select: { scimUser: { select: { userId: true } } } } },
    });
    if (!group) throw new NotFoundError("group");
    const changed = await writeBindings(tx, ctx, { groupId, keys, createdBy: actor.userId });
    const isMapped = teamIds
      ? await writeGroupTeams(tx, ctx, { group, teamIds, createdBy: actor.userId })
      : false;
    const fallback = await tx.role.findUnique({
      where: { tenantId_key: { tenantId, key: defaultRole } },
      select: { id: true },
    });
    const people = group.members.map(({ scimUser }) => scimUser.userId);
    if (changed || isMapped) {
      await projectRoles(tx, ctx, people, { live, fallbackRoleId: fallback?.id ?? null });
    }
    if (changed) {
      await recordEvent(tx, ctx, {
        action: "scim.group_roles_changed",
        target: { type: "scim_group", id: groupId, label: group.displayName },
        before: { roles: changed.before },
        after: { roles: changed.after, members: people.length },
      });
    }
    const teams = await groupTeams(tx, tenantId, [groupId]);
    return presentDirectoryGroup(group, { roles: [...new Set(keys)], teams });
  });
  return keepingAdmin(work);
}

/** null when they are bound already. */
async function writeBindings(
  tx: TenantTx,
  ctx: TenantContext,
  wish: { groupId: string; keys: readonly string[]; createdBy: string },
): Promise<{ before: string[]; after: string[] } | null> {
  const tenantId = ctx.tenant.id;
  const subject = { tenantId, subjectType: "scim_group", subjectId: wish.groupId, nodeId: null };
  const held = await tx.roleBinding.findMany({
    where: subject,
    select: { roleId: true, role: { select: { key: true } } },
  });
  const before = held.map(({ role }) => role.key);
  const keys = [...new Set(wish.keys)];
  const added = keys.filter((key) => !before.includes(key));
  const gone = held.filter(({ role }) => !keys.includes(role.key));
  if (added.length + gone.length === 0) return null;
  const found = [];
  for (const key of added) found.push(await findGrantableRole(tx, ctx, key));
  await assertMayExchange(tx, ctx, {
    given: found.map((role) => ({ ...role, expiresAt: null })),
    taken: gone.map(({ roleId }) => ({ id: roleId, expiresAt: null })),
  });
  await tx.roleBinding.deleteMany({
    where: { ...subject, roleId: { in: gone.map(({ roleId }) => roleId) } },
  });
  await tx.roleBinding.createMany({
    data: found.map(({ id: roleId }) => ({
      ...subject,
      id: newId(),
      roleId,
      source: "manual",
      createdBy: wish.createdBy,
    })),
  });
  return { before, after: keys };
}
