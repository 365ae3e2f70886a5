import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { provedDomains } from "./proved-domains";
import { type JoinSettingDto, type JoinSettingInput, joinSettingInput } from "./schema";

/**
 * Lets colleagues ask to join, or stops it. Open requests stay to be answered.
 * @throws DomainError permission_denied
 */
export async function setJoinSetting(ctx: TenantContext, input: JoinSettingInput): Promise<JoinSettingDto> {
  ctx.authorize("security:update");
  const { enabled } = joinSettingInput.parse(input);
  const tenantId = ctx.tenant.id;
  return withSystem(async (tx) => {
    const before = (await tx.joinSetting.findUnique({ where: { tenantId } }))?.enabled ?? false;
    if (before !== enabled) {
      await tx.joinSetting.upsert({
        where: { tenantId },
        create: { tenantId, enabled },
        update: { enabled, updatedAt: new Date() },
      });
      await recordEvent(tx, ctx, {
        action: "membership.asking_changed",
        target: { type: "tenant", id: tenantId, label: ctx.tenant.name },
        before: { enabled: before },
        after: { enabled },
      });
    }
    return { enabled, domains: await provedDomains(tx, tenantId) };
  });
}
