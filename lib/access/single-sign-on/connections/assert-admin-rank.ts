import "server-only";
import { actorPrincipal } from "@/lib/access/actor-person";
import { SYSTEM_ROLES } from "@/lib/access/permissions";
import { rankOf } from "@/lib/access/roles/rank-of";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";

/**
 * Who decides which provider is believed can be anybody, admins among them. So `sso:manage` by itself prepares
 * connections; what is in force is changed with an admin's rank only, and one that
 * does not end: a provider outlasts it.
 * @throws PermissionError reason admin_rank_needed
 */
export async function assertAdminRank(ctx: TenantContext): Promise<void> {
  const actor = actorPrincipal(ctx.actor);
  const tenantId = ctx.tenant.id;
  const rank = actor === null ? 0 : await withTenant({ tenantId }, (tx) => rankOf(tx, tenantId, actor, null));
  if (rank >= SYSTEM_ROLES.tenant_admin.rank) return;
  throw new PermissionError("sso:manage", { reason: "admin_rank_needed" });
}
