import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { keepingAdmin } from "./keeping-admin";
import { lockMember, memberLabel } from "./member-rows";
import { withdrawMembership } from "./withdraw-membership";

/**
 * Removes a person from the tenant. They are out with their next request, and so are their API keys. Mails them.
 * @throws DomainError permission_denied (reason higher_rank), step_up_required
 * @throws NotFoundError
 * @throws ConflictError reason last_admin
 */
export async function removeMember(ctx: TenantContext, id: string): Promise<void> {
  ctx.authorize("members:remove");
  assertRecent(ctx.actor);
  await keepingAdmin(
    withTenant({ tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) }, async (tx) => {
      const member = await lockMember(tx, ctx.tenant.id, id);
      await assertRankReaches(tx, ctx, member.rank);
      await withdrawMembership(tx, ctx, id);
      await recordEvent(tx, ctx, {
        action: "member.removed",
        target: { type: "member", id, label: memberLabel(member) },
        before: { roles: member.roles, status: member.status },
      });
      await enqueueMail(tx, {
        template: "member_removed",
        to: member.email,
        locale: ctx.tenant.locale,
        data: { tenantName: ctx.tenant.name },
      });
    }),
  );
}
