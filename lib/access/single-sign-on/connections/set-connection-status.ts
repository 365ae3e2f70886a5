import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { policyOf } from "@/lib/tenancy/policies/policy-of";
import { withSystem } from "@/lib/tenancy/with-system";
import { type SsoConnectionDto, type SsoStatusInput, ssoStatusInput } from "../schema";
import { assertAdminRank } from "./assert-admin-rank";
import { assertManager, findOwn, presentConnection } from "./own-connection";

/**
 * Switches a connection on, once it was tested and has a proved mail domain, or off: its sessions end with their next
 * request. The last one stays on while single sign-on is required.
 * @throws DomainError permission_denied (reason admin_rank_needed), feature_unavailable, step_up_required; NotFoundError;
 *   ConflictError sso_not_tested, sso_no_domain, sso_is_required
 */
export async function setConnectionStatus(
  ctx: TenantContext,
  id: string,
  raw: SsoStatusInput,
): Promise<SsoConnectionDto> {
  assertManager(ctx, { recent: true });
  await assertAdminRank(ctx);
  const { status } = ssoStatusInput.parse(raw);
  const tenantId = ctx.tenant.id;
  return withSystem(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('sso:' || ${tenantId}, 0))::text`;
    const before = await findOwn(tx, ctx, id);
    if (before.status === status) return presentConnection(before);
    if (status === "enabled") {
      if (before.testedAt === null) refuse("Test the connection first.", "sso_not_tested");
      if (!before.domains.some((domain) => domain.status !== "pending")) {
        refuse("Verify an e-mail domain first.", "sso_no_domain");
      }
    } else {
      const others = await tx.ssoConnection.count({
        where: { tenantId, status: "enabled", id: { not: id } },
      });
      if (others === 0 && (await policyOf(tx, tenantId)).policy.sso.required) {
        refuse("Single sign-on is required here: take that back first.", "sso_is_required");
      }
    }
    await tx.ssoConnection.update({
      where: { id },
      data: { status, ...(status === "enabled" && { enabledAt: new Date() }) },
      select: { id: true },
    });
    if (status === "enabled") {
      await tx.ssoSetupLink.updateMany({
        where: { tenantId, connectionId: id, revokedAt: null },
        data: { revokedAt: new Date() },
      });
    }
    await recordEvent(tx, ctx, {
      action: status === "enabled" ? "sso.connection_enabled" : "sso.connection_disabled",
      target: { type: "sso_connection", id, label: before.name },
      before: { status: before.status },
      after: { status },
    });
    return presentConnection(await findOwn(tx, ctx, id));
  });
}

function refuse(message: string, reason: string): never {
  throw new ConflictError(message, { reason });
}
