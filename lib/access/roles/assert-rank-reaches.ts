import "server-only";
import { actorPrincipal } from "@/lib/access/actor-person";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { rankOf } from "./rank-of";

/**
 * Refuses to touch a role, or a holder of it, above the actor's own.
 * @throws PermissionError reason higher_rank
 */
export async function assertRankReaches(tx: TenantTx, ctx: TenantContext, rank: number): Promise<void> {
  const actor = actorPrincipal(ctx.actor);
  if (actor === null) return;
  if ((await rankOf(tx, ctx.tenant.id, actor)) < rank) {
    throw new PermissionError("members:update", { reason: "higher_rank" });
  }
}
