import "server-only";
import type { UserContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { findLeftBehind } from "./find-left-behind";
import type { DeletionPlan } from "./schema";

/** What stands in the way of deleting the own account, and what has to be chosen first. */
export async function getDeletionPlan(ctx: UserContext): Promise<DeletionPlan> {
  const { userId } = ctx.actor;
  const [refused, left] = await Promise.all([findRefusal(userId), findLeftBehind(ctx)]);
  return {
    refused,
    workspaces: left.map(({ id, name, canDelete, candidates }) => ({
      id,
      name,
      can_delete: canDelete,
      candidates,
    })),
  };
}

/** Whoever runs this Atrium, and whoever gets in when a provider does not answer, has to be replaced first. */
export async function findRefusal(userId: string): Promise<DeletionPlan["refused"]> {
  return withSystem(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { platformRole: true } });
    if (user.platformRole === "super_admin") return "super_admin_stays";
    const breakGlass = await tx.ssoBreakGlass.count({
      where: { userId, tenant: { is: { status: { notIn: ["erased", "offboarding"] } } } },
    });
    return breakGlass > 0 ? "break_glass_person" : null;
  });
}
