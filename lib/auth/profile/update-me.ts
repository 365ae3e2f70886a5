import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { enqueueForCell } from "@/lib/tenancy/cells/enqueue-for-cell";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import type { Me, UpdateMe } from "../schema";
import { getMe } from "./get-me";

/**
 * Changes the named fields of the own profile; memberships carry a copy of the name and get it too.
 * @throws PermissionError reason sso_session: the name is everywhere, such a session is good for one workspace
 */
export async function updateMe(ctx: UserContext, input: UpdateMe): Promise<Me> {
  const { userId } = ctx.actor;
  const names = {
    ...(input.first_name !== undefined && { firstName: input.first_name }),
    ...(input.last_name !== undefined && { lastName: input.last_name }),
  };
  const data = {
    ...names,
    ...(input.locale !== undefined && { locale: input.locale }),
    ...(input.theme !== undefined && { theme: input.theme }),
    ...(input.time_zone !== undefined && { timeZone: input.time_zone, timeZoneChosen: true }),
  };
  if (ctx.actor.ssoConnectionId !== undefined && Object.keys(names).length > 0) {
    throw new PermissionError("session", { reason: "sso_session" });
  }
  if (Object.keys(data).length > 0) {
    await withSystem(async (tx) => {
      const before = await tx.user.findUniqueOrThrow({ where: { id: userId } });
      await tx.user.update({ where: { id: userId }, data, select: { id: true } });
      if (Object.keys(names).length === 0) return;
      await tx.membership.updateMany({ where: { userId }, data: names });
      await renameElsewhere(tx, userId, input);
      await recordPlatformEvent(tx, ctx, {
        action: "user.renamed",
        target: { type: "user", id: userId, label: before.email },
        before: { first_name: before.firstName, last_name: before.lastName },
        after: { first_name: input.first_name, last_name: input.last_name },
      });
    });
  }
  return getMe(ctx);
}

/** Memberships in other cells get the name from the worker. */
async function renameElsewhere(tx: SystemTx, userId: string, input: UpdateMe): Promise<void> {
  const tenants = await tx.tenant.findMany({
    where: { cell: { not: MAIN_CELL }, status: { not: "erased" }, userTenants: { some: { userId } } },
    select: { id: true },
  });
  for (const { id } of tenants) {
    await enqueueForCell(tx, id, "member_name", {
      user_id: userId,
      first_name: input.first_name ?? null,
      last_name: input.last_name ?? null,
    });
  }
}
