import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import { grantorOf } from "@/lib/access/roles/grants/grantor-of";
import { rankOfUser } from "@/lib/access/roles/rank-of-user";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { isWithin } from "./address-lists";

type KeyRow = { id: string; createdBy: string; scopes: string[] };

/**
 * Who may change or replace a key: its maker. Anybody else needs what ending it needs, every scope of it and no lower
 * rank than its maker; so does a key, for every key but itself.
 * @throws PermissionError reasons scope_not_held, higher_rank
 */
export async function assertMayTouch(tx: TenantTx, ctx: TenantContext, key: KeyRow): Promise<void> {
  const { actor } = ctx;
  if (actor.type === "api_key" && actor.apiKeyId === key.id) return;
  const isOwn = actorPerson(actor) === key.createdBy;
  if (isOwn && actor.type === "user") return;
  if (!isOwn) ctx.authorize("api_keys:revoke");
  const grantor = await grantorOf(tx, ctx);
  const lacking = key.scopes.find((scope) => !grantor.holds(scope));
  if (lacking) throw new PermissionError(lacking, { reason: "scope_not_held" });
  if (!isOwn) await assertRankReaches(tx, ctx, await rankOfUser(tx, ctx.tenant.id, key.createdBy));
}

/**
 * A key that is bound to addresses hands on nothing that works from others.
 * @throws PermissionError reason wider_addresses
 */
export function assertNoWider(ctx: TenantContext, addresses: readonly string[]): void {
  const { actor } = ctx;
  if (actor.type !== "api_key" || isWithin(addresses, actor.ipAllow)) return;
  throw new PermissionError("api_keys:create", { reason: "wider_addresses" });
}
