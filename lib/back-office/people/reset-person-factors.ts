import "server-only";
import {
  type FactorResetDto,
  type FactorResetInput,
  factorResetInput,
} from "@/lib/access/members/factor-resets/schema";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { resetFactors } from "@/lib/auth/mfa/reset-factors";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { StaffContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";

/**
 * Resets the second factors of a person, for whom no workspace's admin may: they have several, or are the only admin.
 * Ends their sessions and mails them.
 * @throws PermissionError; DomainError step_up_required; NotFoundError; ConflictError mfa_off_there,
 *   super_admin_by_command
 */
export async function resetPersonFactors(
  ctx: StaffContext,
  id: string,
  input: FactorResetInput,
): Promise<FactorResetDto> {
  assertStaff(ctx);
  const { reason } = factorResetInput.parse(input);
  assertRecent(ctx.actor);
  return withSystem(async (tx) => {
    const person = await tx.user.findUnique({ where: { id }, select: { id: true } });
    if (!person) throw new NotFoundError("person");
    const by = { name: ctx.actor.name || ctx.actor.email, tenantName: null };
    const { email, sessions } = await resetFactors(tx, id, by);
    await recordPlatformEvent(tx, ctx, {
      action: "user.factors_reset",
      target: { type: "user", id, label: email },
      after: { sessions_ended: sessions },
      reason,
    });
    return { sessions_ended: sessions };
  });
}
