import "server-only";
import { updateSecurityPolicy } from "@/lib/access/policies/update-security-policy";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, ValidationError } from "@/lib/core/errors";
import { policyOf } from "@/lib/tenancy/policies/policy-of";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertAdminRank } from "../connections/assert-admin-rank";
import { assertManager } from "../connections/own-connection";
import { type SsoEnforcementDto, type SsoEnforcementInput, ssoEnforcementInput } from "../schema";
import { adminSignedIn } from "./can-require-sso";
import { getEnforcement } from "./get-enforcement";
import { listCandidates } from "./list-candidates";

/**
 * Requires single sign-on of everybody but the break-glass owner, who signs in with a password and a second factor; or
 * takes that back; at once, or after days of grace in which members may still come in as before. Mails every admin, as every change of the security policy does.
 * @throws DomainError permission_denied (reason admin_rank_needed), feature_unavailable, step_up_required; ValidationError break_glass_required,
 *   break_glass_unfit; ConflictError sso_admin_first
 */
export async function setEnforcement(
  ctx: TenantContext,
  raw: SsoEnforcementInput,
): Promise<SsoEnforcementDto> {
  const actor = assertManager(ctx, { recent: true });
  ctx.authorize("security:update");
  await assertAdminRank(ctx);
  const { required, break_glass_user_id: chosen, grace_days: days } = ssoEnforcementInput.parse(raw);
  const tenantId = ctx.tenant.id;
  if (required && !(await adminSignedIn(tenantId))) {
    throw new ConflictError("An admin has to sign in through single sign-on first.", {
      reason: "sso_admin_first",
    });
  }
  const before = await withSystem((tx) => tx.ssoBreakGlass.findUnique({ where: { tenantId } }));
  const userId = chosen ?? before?.userId ?? null;
  if (required || chosen) await assertFit(tenantId, userId);
  if (userId !== null && userId !== before?.userId) {
    await withSystem(async (tx) => {
      const data = { userId, setBy: actor.userId };
      await tx.ssoBreakGlass.upsert({ where: { tenantId }, create: { tenantId, ...data }, update: data });
      await recordEvent(tx, ctx, {
        action: "sso.break_glass_set",
        target: { type: "member", id: userId },
        before: { user_id: before?.userId ?? null },
        after: { user_id: userId },
      });
    });
  }
  const { version, policy } = await withSystem((tx) => policyOf(tx, tenantId));
  const sso = { required, grace_days: days ?? policy.sso.grace_days };
  if (policy.sso.required !== required || policy.sso.grace_days !== sso.grace_days)
    await updateSecurityPolicy(ctx, { sso }, version);
  return getEnforcement(ctx);
}

/** @throws ValidationError */
async function assertFit(tenantId: string, userId: string | null): Promise<void> {
  const refuse = (code: string, message: string) =>
    new ValidationError([{ path: "break_glass_user_id", code, message }]);
  if (userId === null) {
    throw refuse("break_glass_required", "Choose who gets in when the provider does not answer.");
  }
  const fit = (await listCandidates(tenantId)).some(
    ({ id, has_second_factor }) => id === userId && has_second_factor,
  );
  if (!fit) {
    throw refuse("break_glass_unfit", "This has to be an admin with a password and a second factor.");
  }
}
