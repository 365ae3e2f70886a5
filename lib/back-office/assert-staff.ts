import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";

/**
 * The first line of every back-office verb: a super admin whose session carries a second factor, whoever called.
 * @throws PermissionError
 */
export function assertStaff(ctx: StaffContext): void {
  const { platformRole, mfaAt } = ctx.actor;
  if (platformRole !== "super_admin" || mfaAt === null) throw new PermissionError("platform");
}
