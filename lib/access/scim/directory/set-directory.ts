import "server-only";
import { findGrantableRole } from "@/lib/access/roles/find-grantable-role";
import { assertAdminRank } from "@/lib/access/single-sign-on/connections/assert-admin-rank";
import { assertManager, findOwn } from "@/lib/access/single-sign-on/connections/own-connection";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { type ScimDirectoryDto, type ScimDirectoryInput, scimDirectoryInput } from "../schema";
import { getDirectory } from "./get-directory";

/**
 * Switches a connection's directory on or off. Off, its tokens open nothing; people and roles stay as they are. On, it
 * gives people the connection's default role, so whoever switches it on has to be able to give that.
 * @throws DomainError permission_denied (reasons admin_rank_needed, grants_more_than_held, grants_longer_than_held, higher_rank), feature_unavailable,
 *   step_up_required; NotFoundError; ConflictError sso_not_enabled; ValidationError unknown_role
 */
export async function setDirectory(
  ctx: TenantContext,
  connectionId: string,
  raw: ScimDirectoryInput,
): Promise<ScimDirectoryDto> {
  const actor = assertManager(ctx, { recent: true });
  await assertAdminRank(ctx);
  const { enabled } = scimDirectoryInput.parse(raw);
  const tenantId = ctx.tenant.id;
  const { defaultRole } = await withSystem((tx) => findOwn(tx, ctx, connectionId));
  if (enabled) await withTenant({ tenantId }, (tx) => findGrantableRole(tx, ctx, defaultRole));
  await withSystem(async (tx) => {
    const connection = await findOwn(tx, ctx, connectionId);
    if (enabled && connection.status !== "enabled") {
      throw new ConflictError("Switch the connection on first.", { reason: "sso_not_enabled" });
    }
    const before = await tx.scimDirectory.findFirst({ where: { tenantId, connectionId } });
    if ((before?.enabled ?? false) === enabled) return;
    const on = { enabled, ...(enabled && { enabledBy: actor.userId, enabledAt: new Date() }) };
    await tx.scimDirectory.upsert({
      where: { connectionId },
      create: { connectionId, tenantId, ...on },
      update: on,
      select: { connectionId: true },
    });
    await recordEvent(tx, ctx, {
      action: enabled ? "scim.enabled" : "scim.disabled",
      target: { type: "sso_connection", id: connectionId, label: connection.name },
      before: { enabled: before?.enabled ?? false },
      after: { enabled },
    });
  });
  return getDirectory(ctx, connectionId);
}
