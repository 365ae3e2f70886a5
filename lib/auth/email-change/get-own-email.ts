import "server-only";
import type { UserContext } from "@/lib/core/context";
import { isUnavailable } from "@/lib/tenancy/cells/each-cell";
import { withSystem } from "@/lib/tenancy/with-system";
import { findManager } from "./find-manager";
import type { OwnEmail } from "./schema";

/** The own address, the one that waits for its proof, and who else decides about it. */
export async function getOwnEmail(ctx: UserContext): Promise<OwnEmail> {
  const { userId, email } = ctx.actor;
  const [pending, manager] = await Promise.all([
    withSystem((tx) =>
      tx.emailChange.findFirst({ where: { userId, status: "pending", expiresAt: { gt: new Date() } } }),
    ),
    // The page is shown without a cell, too; asking for a change is refused until it answers.
    findManager({ id: userId, email }).catch((error: unknown) => {
      if (isUnavailable(error)) return null;
      throw error;
    }),
  ]);
  return {
    email,
    pending: pending && { email: pending.newEmail, expires_at: pending.expiresAt.toISOString() },
    managed_by: manager,
  };
}
