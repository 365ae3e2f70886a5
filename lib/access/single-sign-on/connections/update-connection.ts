import "server-only";
import { findGrantableRole } from "@/lib/access/roles/find-grantable-role";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import {
  type SsoConnectionDto,
  type UpdateConnection,
  type UpdateConnectionInput,
  updateConnectionInput,
} from "../schema";
import { assertAdminRank } from "./assert-admin-rank";
import { assertManager, findOwn } from "./own-connection";
import { writeConnection } from "./write-connection";

/**
 * Changes the named parts of a connection. Roles may only be those that the editor could give. Another provider's side
 * makes a draft of a connection that is not switched on: it has to be tested again. One that ever was takes an admin's
 * rank: people may still be known by it.
 * @throws DomainError permission_denied (reasons admin_rank_needed, grants_more_than_held, higher_rank),
 *   feature_unavailable, step_up_required (once it was ever switched on); NotFoundError; ConflictError sso_changed;
 *   ValidationError as readOidc and readSaml, kind_fixed, client_secret_required, unknown_role
 */
export async function updateConnection(
  ctx: TenantContext,
  id: string,
  raw: UpdateConnectionInput,
): Promise<SsoConnectionDto> {
  assertManager(ctx, { recent: false });
  const input = updateConnectionInput.parse(raw);
  const before = await withSystem((tx) => findOwn(tx, ctx, id));
  if (before.enabledAt !== null) {
    assertManager(ctx, { recent: true });
    await assertAdminRank(ctx);
  }
  return writeConnection(ctx, before, input, (work) => withGrantableRoles(ctx, input, work));
}

/** Runs `work` while the roles that the connection is to give stay what they were found to be. */
async function withGrantableRoles<T>(
  ctx: TenantContext,
  input: UpdateConnection,
  work: () => Promise<T>,
): Promise<T> {
  const keys = [...(input.group_roles ?? []).map(({ role }) => role), input.default_role];
  const distinct = [...new Set(keys.filter((key) => key !== undefined))];
  if (distinct.length === 0) return work();
  return withTenant({ tenantId: ctx.tenant.id }, async (tx) => {
    await lockRoles(tx, ctx.tenant.id);
    for (const key of distinct) await findGrantableRole(tx, ctx, key);
    return work();
  });
}
