import "server-only";
import { endTokensOf } from "@/lib/access/personal-tokens/end-tokens-of";
import type { EventContext } from "@/lib/audit/record-event";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/**
 * Ends a membership with everything it gave: roles, teams, personal tokens, directory entry, home. The row stays as history, so that events
 * keep their name. Every path that ends a membership goes through here.
 */
export async function withdrawMembership(tx: TenantTx, ctx: EventContext, userId: string): Promise<void> {
  const tenantId = ctx.tenant.id;
  await tx.roleBinding.deleteMany({ where: { tenantId, subjectType: "user", subjectId: userId } });
  await tx.teamMember.deleteMany({ where: { tenantId, userId } });
  await tx.membership.update({
    where: { tenantId_userId: { tenantId, userId } },
    data: { status: "removed" },
    select: { userId: true },
  });
  await endTokensOf(tx, ctx, userId);
  await tx.$queryRaw`select platform.derive_home(${userId}::uuid, null)::text`;
  await tx.$queryRaw`select platform.withdraw_member(${userId}::uuid)::text`;
}
