import "server-only";
import { ConflictError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import type { ScimContext } from "../context";

/**
 * Why a directory may not put somebody out; null when it may. The last admin is kept by the database itself. `leaving` is
 * no such reason: who is deleting their account is out already, by their own doing.
 */
export type Protection = "break_glass" | "account_owner" | "leaving" | null;

/**
 * Whether a person is kept whatever a directory says: the break-glass owner, who gets in when the provider does not
 * answer, and the only owner of the account.
 */
export async function protectionOf(ctx: ScimContext, userId: string): Promise<Protection> {
  const { id: tenantId, accountId } = ctx.tenant;
  return withSystem(async (tx) => {
    const glass = await tx.ssoBreakGlass.findUnique({ where: { tenantId }, select: { userId: true } });
    if (glass?.userId === userId) return "break_glass";
    const owners = await tx.accountMember.findMany({
      where: { accountId, role: "owner" },
      select: { userId: true },
    });
    if (owners.length === 1 && owners[0]?.userId === userId) return "account_owner";
    const leaving = await tx.personDeletion.count({
      where: { userId, status: { in: ["pending", "erasing"] }, suspendedIn: { has: tenantId } },
    });
    return leaving > 0 ? "leaving" : null;
  });
}

/**
 * @throws ConflictError break_glass, account_owner
 */
export function assertUnprotected(protection: Protection): void {
  if (protection === null || protection === "leaving") return;
  const who =
    protection === "break_glass" ? "the workspace's break-glass owner" : "the only owner of the account";
  throw new ConflictError(`This person is ${who}: a directory cannot deactivate or remove them.`, {
    reason: protection,
  });
}
