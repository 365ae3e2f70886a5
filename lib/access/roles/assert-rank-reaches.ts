import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { rankOfUser } from "./rank-of-user";

/**
 * Refuses to touch a role, or a holder of it, above the actor's own.
 * @throws PermissionError reason higher_rank
 */
export async function assertRankReaches(tx: TenantTx, ctx: TenantContext, rank: number): Promise<void> {
  const person = actorPerson(ctx.actor);
  if (person === null) return;
  if ((await rankOfUser(tx, ctx.tenant.id, person)) < rank) {
    throw new PermissionError("members:update", { reason: "higher_rank" });
  }
}
