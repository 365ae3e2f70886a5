import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";

/**
 * Hides (or shows again) the first-steps card for everybody in the workspace.
 * @throws DomainError permission_denied
 */
export async function dismissChecklist(ctx: TenantContext, input: { dismissed: boolean }): Promise<void> {
  ctx.authorize("tenant:update");
  const tenantId = ctx.tenant.id;
  await withTenant({ tenantId }, async (tx) => {
    const checklist = { dismissed: input.dismissed };
    await tx.tenantSettings.upsert({
      where: { tenantId },
      create: { tenantId, checklist },
      update: { checklist },
    });
    await recordEvent(tx, ctx, {
      action: input.dismissed ? "checklist.dismissed" : "checklist.restored",
      target: { type: "tenant", id: tenantId, label: ctx.tenant.name },
    });
  });
}
