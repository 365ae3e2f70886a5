import "server-only";
import { assertHolds, assertRank, grantorOf } from "@/lib/access/roles/grants/grantor-of";
import { rankOf } from "@/lib/access/roles/rank-of";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { isWithin } from "./address-lists";
import { assertPerson, assertUnbound } from "./bind-roles";
import { isOwnKey, keyOwner } from "./key-owner";
import { powerOfKey } from "./key-roles";

type KeyRow = {
  id: string;
  kind: string;
  createdBy: string;
  serviceAccountId: string | null;
  scopes: string[];
};

/**
 * Who may change or replace a key: its maker. Anybody else needs what ending it needs, every scope of it and no lower
 * rank than its maker; so does a key, for every key but itself. A service account's key needs `service_accounts:manage`
 * instead; a personal token is its person's alone. A key bound to roles has the scopes and ranks of those now, and no
 * other key touches it: it could grow beyond that one.
 * Whoever makes its successor says until when: a service account's key would outlast what they hold for a time.
 * @throws PermissionError reasons scope_not_held, higher_rank, grants_longer_than_held, personal_token, keys_bind_no_roles,
 *   bound_key_makes_none
 */
export async function assertMayTouch(
  tx: TenantTx,
  ctx: TenantContext,
  key: KeyRow,
  successorEnds?: Date | null,
): Promise<void> {
  const { actor } = ctx;
  if (actor.type === "api_key" && actor.apiKeyId === key.id) return;
  assertUnbound(ctx);
  const isOwn = isOwnKey(actor, key);
  if (isOwn && actor.type === "user") return;
  if (key.kind === "personal") throw new PermissionError("session", { reason: "personal_token" });
  if (!isOwn) ctx.authorize(key.kind === "service" ? "service_accounts:manage" : "api_keys:revoke");
  const { scopes, roles } = await powerOfKey(tx, ctx.tenant.id, key);
  if (roles) assertPerson(ctx);
  const grantor = await grantorOf(tx, ctx, new Date());
  const lacking = scopes.find((scope) => !grantor.holds(scope));
  if (lacking) throw new PermissionError(lacking, { reason: "scope_not_held" });
  if (isOwn) return;
  const rank = Math.max(
    await rankOf(tx, ctx.tenant.id, keyOwner(key)),
    ...(roles ?? []).map((role) => role.rank),
  );
  assertRank(grantor, rank);
  if (key.kind !== "service" || successorEnds === undefined) return;
  const lasting = await grantorOf(tx, ctx, successorEnds);
  assertHolds(lasting, scopes);
  assertRank(lasting, rank);
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
