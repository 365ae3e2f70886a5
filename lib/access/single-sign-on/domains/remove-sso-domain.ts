import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertMayPrepare } from "../connections/assert-may-prepare";
import { assertManager } from "../connections/own-connection";

/**
 * Gives a mail domain up: its people are no longer led to this connection, and anybody may prove it.
 * @throws DomainError permission_denied (reason admin_rank_needed), feature_unavailable, step_up_required; NotFoundError
 */
export async function removeSsoDomain(
  ctx: TenantContext,
  input: { connectionId: string; domainId: string },
): Promise<void> {
  assertManager(ctx, { recent: true });
  await assertMayPrepare(ctx, input.connectionId);
  const where = { id: input.domainId, connectionId: input.connectionId, tenantId: ctx.tenant.id };
  await withSystem(async (tx) => {
    const row = await tx.ssoDomain.findFirst({ where });
    const gone = row ? await tx.ssoDomain.deleteMany({ where }) : { count: 0 };
    if (!row || gone.count === 0) throw new NotFoundError("domain");
    await recordEvent(tx, ctx, {
      action: "sso.domain_removed",
      target: { type: "sso_domain", id: row.id, label: row.domain },
      before: { domain: row.domain, status: row.status },
    });
  });
}
