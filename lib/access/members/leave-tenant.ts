import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { DomainError, PermissionError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { capabilityDenial } from "../decide";
import { keepingAdmin } from "./keeping-admin";
import { lockMember, memberLabel } from "./member-rows";
import { withdrawMembership } from "./withdraw-membership";

/**
 * Ends the caller's own membership. Needs no permission: anybody may leave, unless nobody would be left to run the place
 * or staff have closed it: while it is suspended or being moved, its members stay as they are.
 * @throws PermissionError for a key; DomainError tenant_suspended, tenant_unavailable
 * @throws ConflictError reason last_admin
 */
export async function leaveTenant(ctx: TenantContext): Promise<void> {
  const { actor } = ctx;
  if (actor.type !== "user") throw new PermissionError("members:leave");
  const denial = capabilityDenial(ctx.tenant, "leave");
  if (denial) throw new DomainError(denial.code, denial.message, { reason: denial.reason });
  await keepingAdmin(
    withTenant({ tenantId: ctx.tenant.id, userId: actor.userId }, async (tx) => {
      const member = await lockMember(tx, ctx.tenant.id, actor.userId);
      await withdrawMembership(tx, ctx, actor.userId);
      await recordEvent(tx, ctx, {
        action: "member.left",
        target: { type: "member", id: actor.userId, label: memberLabel(member) },
        before: { roles: member.roles },
      });
    }),
  );
}
