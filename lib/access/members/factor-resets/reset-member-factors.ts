import "server-only";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { soleHome } from "@/lib/auth/mfa/lost-access/sole-home";
import { resetFactors } from "@/lib/auth/mfa/reset-factors";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, PermissionError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { findMember } from "./find-member";
import { type FactorResetDto, type FactorResetInput, factorResetInput } from "./schema";

/**
 * Resets a member's second factors, with a reason that the audit log keeps. Only for a member of lower or equal rank
 * whose one workspace this is: a factor guards every workspace of a person. Ends their sessions and mails them.
 * @throws DomainError permission_denied (higher_rank, keys_not_allowed), step_up_required; NotFoundError;
 *   ConflictError self_reset, not_only_home, mfa_off_there, super_admin_by_command
 */
export async function resetMemberFactors(
  ctx: TenantContext,
  id: string,
  input: FactorResetInput,
): Promise<FactorResetDto> {
  ctx.authorize("members:reset_mfa");
  const { actor } = ctx;
  if (actor.type !== "user") throw new PermissionError("session", { reason: "keys_not_allowed" });
  const { reason } = factorResetInput.parse(input);
  assertRecent(actor);
  if (actor.userId === id) {
    throw new ConflictError("Change your own second step under Profile.", { reason: "self_reset" });
  }
  const member = await withTenant({ tenantId: ctx.tenant.id, userId: actor.userId }, async (tx) => {
    const found = await findMember(tx, ctx.tenant.id, id);
    await assertRankReaches(tx, ctx, found.rank);
    return found;
  });
  return withSystem(async (tx) => {
    if ((await soleHome(tx, id))?.id !== ctx.tenant.id) {
      throw new ConflictError("This person has other workspaces too. Ask Atrium's support.", {
        reason: "not_only_home",
      });
    }
    const by = { name: actor.name || actor.email, tenantName: ctx.tenant.name };
    const { sessions } = await resetFactors(tx, id, by);
    const target = { type: "member", id, label: member.label };
    const after = { reason, sessions_ended: sessions };
    await recordEvent(tx, ctx, { action: "member.factors_reset", target, after });
    await recordPlatformEvent(tx, ctx, {
      action: "user.factors_reset",
      target: { type: "user", id, label: member.label },
      after,
      tenantId: ctx.tenant.id,
      reason,
    });
    return { sessions_ended: sessions };
  });
}
