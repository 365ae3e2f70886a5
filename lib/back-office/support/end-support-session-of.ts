import "server-only";
import { endSupportSession } from "@/lib/access/support/end-support-session";
import type { StaffContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { staffName } from "./internal";

/**
 * Ends a support session from the back-office: the own one, or a colleague's. One that is over stays as it is.
 * @throws PermissionError; NotFoundError
 */
export async function endSupportSessionOf(ctx: StaffContext, id: string): Promise<void> {
  assertStaff(ctx);
  await withSystem(async (tx) => {
    const row = await tx.supportSession.findUnique({ where: { id }, select: { staffId: true } });
    if (!row) throw new NotFoundError("support session");
    if (row.staffId === ctx.actor.userId) {
      await endSupportSession(tx, ctx, { id, reason: "stopped" });
      return;
    }
    const by = { actor: ctx.actor, name: staffName(ctx) };
    await endSupportSession(tx, ctx, { id, reason: "ended_by_staff", by });
  });
}
