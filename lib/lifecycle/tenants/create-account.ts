import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { recomputeEntitlements } from "@/lib/entitlements/recompute-entitlements";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * The account that pays for what this person makes: the one they own, made with Free when there is none yet.
 * Parallel calls make one.
 */
export async function createAccount(ctx: UserContext): Promise<string> {
  const { userId, email, name } = ctx.actor;
  return withSystem(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`account:${userId}`}, 0))::text`;
    const owned = await tx.accountMember.findFirst({
      where: { userId, role: "owner" },
      orderBy: { createdAt: "asc" },
      select: { accountId: true },
    });
    if (owned) return owned.accountId;
    const id = newId();
    await tx.account.create({ data: { id, name: name || email, billingEmail: email } });
    await tx.accountMember.create({ data: { accountId: id, userId, role: "owner" } });
    await recomputeEntitlements(tx, id);
    await recordPlatformEvent(tx, ctx, {
      action: "account.created",
      accountId: id,
      target: { type: "account", id, label: name || email },
    });
    return id;
  });
}
