import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { keepingAdmin, lockMember, memberLabel } from "./internal";
import { withdrawMembership } from "./withdraw-membership";

/**
 * Ends the caller's own membership. Needs no permission: anybody may leave, unless nobody would be left to run the place.
 * @throws PermissionError for a key
 * @throws ConflictError reason last_admin
 */
export async function leaveTenant(ctx: TenantContext): Promise<void> {
  const { actor } = ctx;
  if (actor.type !== "user") throw new PermissionError("members:leave");
  await keepingAdmin(
    withTenant({ tenantId: ctx.tenant.id, userId: actor.userId }, async (tx) => {
      const member = await lockMember(tx, ctx.tenant.id, actor.userId);
      await withdrawMembership(tx, ctx.tenant.id, actor.userId);
      await recordEvent(tx, ctx, {
        action: "member.left",
        target: { type: "member", id: actor.userId, label: memberLabel(member) },
        before: { roles: member.roles },
      });
    }),
  );
}
