import "server-only";
import { ConflictError } from "@/lib/core/errors";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { revokeSessions } from "../revoke-sessions";
import { clearFactors } from "./clear-factors";
import { hasFactor } from "./has-factor";
import { lockPerson } from "./lock-person";
import { mailPerson } from "./mail-person";

/**
 * Takes somebody's second factors away for them: with their recovery codes and trusted browsers, every session ended,
 * and a mail. Who may ask for it is the caller's to judge. A super admin's are reset on the server alone.
 * @throws ConflictError mfa_off, super_admin_by_command (the transaction must roll back)
 */
export async function resetFactors(
  tx: SystemTx,
  userId: string,
  by: { name: string; tenantName: string | null },
): Promise<{ email: string; sessions: number }> {
  await lockPerson(tx, userId);
  const { email, platformRole } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  if (platformRole === "super_admin") {
    throw new ConflictError("Whoever runs this Atrium resets this on the server.", {
      reason: "super_admin_by_command",
    });
  }
  if (!(await hasFactor(tx, userId))) {
    throw new ConflictError("This person has no second step.", { reason: "mfa_off_there" });
  }
  await clearFactors(tx, userId);
  const sessions = await revokeSessions(tx, { userId });
  await mailPerson(tx, userId, {
    template: "two_step_reset",
    data: { by: by.name, tenantName: by.tenantName },
  });
  return { email, sessions };
}
