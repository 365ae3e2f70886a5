import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { changeStatus } from "@/lib/tenancy/status/change-status";
import { withSystem } from "@/lib/tenancy/with-system";
import { mailOwners } from "./mail-owners";
import { presentTenant } from "./present-tenant";
import type { TenantDto } from "./schema";

export const DELETION_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * Closes the workspace and schedules its deletion in 14 days; until then an owner can restore it. It no longer
 * counts towards the plan. Mails the owners.
 * @throws NotFoundError for any other id; DomainError permission_denied, step_up_required; ConflictError when already scheduled
 */
export async function deleteTenant(ctx: TenantContext, id: string): Promise<TenantDto> {
  if (id !== ctx.tenant.id) throw new NotFoundError("tenant");
  ctx.authorize("tenant:delete");
  assertRecent(ctx.actor);
  return withSystem(async (tx) => {
    const deleteAfter = new Date(Date.now() + DELETION_DAYS * DAY_MS);
    const tenant = await changeStatus(tx, { id, to: "offboarding", data: { deleteAfter } });
    if (!tenant) throw new ConflictError("This workspace is already being deleted.");
    await tx.$queryRaw`select platform.resync_tenant_gauge(${tenant.accountId}::uuid)::text`;
    const event = {
      action: "tenant.deletion_scheduled",
      target: { type: "tenant", id, label: tenant.name },
      after: { delete_after: deleteAfter.toISOString() },
    };
    await recordEvent(tx, ctx, event);
    await recordPlatformEvent(tx, ctx, { ...event, accountId: tenant.accountId, tenantId: id });
    await mailOwners(tx, tenant, "tenant_deletion_scheduled");
    return presentTenant(tenant);
  });
}
