import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { forgetDomain } from "@/lib/tenancy/resolve-host";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * Gives a host name up; it stops being served within seconds and anybody may prove it.
 * @throws DomainError permission_denied, step_up_required; NotFoundError
 */
export async function removeDomain(ctx: TenantContext, id: string): Promise<void> {
  ctx.authorize("domains:manage");
  assertRecent(ctx.actor);
  const tenantId = ctx.tenant.id;
  const hostname = await withSystem(async (tx) => {
    const row = await tx.domain.findFirst({ where: { id, tenantId } });
    const gone = row ? await tx.domain.deleteMany({ where: { id, tenantId } }) : { count: 0 };
    if (!row || gone.count === 0) throw new NotFoundError("domain");
    await recordEvent(tx, ctx, {
      action: "domain.removed",
      target: { type: "domain", id, label: row.hostname },
      before: { hostname: row.hostname, status: row.status },
    });
    return row.hostname;
  });
  forgetDomain(hostname);
}
