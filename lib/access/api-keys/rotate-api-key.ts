import "server-only";
import { actorPerson, actorPrincipal } from "@/lib/access/actor-person";
import { assertTokenRoom } from "@/lib/access/personal-tokens/assert-token-room";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, NotFoundError, PermissionError } from "@/lib/core/errors";
import type { ApiKeyModel } from "@/lib/infra/prisma/generated/models";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { assertKeyWish } from "./assert-key-wish";
import { assertMayTouch, assertNoWider } from "./assert-may-touch";
import { assertOwnRate, assertRate } from "./assert-rate";
import { assertMayBind } from "./bind-roles";
import { endOfLife } from "./internal";
import { issueKey } from "./issue-key";
import { isOwnKey, kindOf } from "./key-owner";
import { type KeyRole, readKeyRoles } from "./key-roles";
import { lockLineage } from "./lock-lineage";
import { type KeyRotation, keyRotation, type NewApiKeyDto } from "./schema";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * A new key of the same lineage, with the name, scopes or roles, addresses and length of life of the old one, which works on
 * for the overlap and never longer than it would have. The new one answers to its maker's rights: the caller's; a
 * service account's key stays the account's.
 * Somebody else's key needs what assertMayTouch() says.
 * @throws NotFoundError; ConflictError key_not_active (revoked, expired or rotated before), too_many_tokens; PermissionError for a scope
 *   that the caller lacks, and reasons higher_rank, grants_longer_than_held, wider_addresses,
 *   rate_exceeds_own; ValidationError key_life_exceeds_policy
 * @throws DomainError step_up_required
 */
export async function rotateApiKey(
  ctx: TenantContext,
  id: string,
  input: KeyRotation,
): Promise<NewApiKeyDto> {
  ctx.authorize("api_keys:create");
  const { overlap_hours: hours } = keyRotation.parse(input);
  const maker = actorPrincipal(ctx.actor);
  if (!maker) throw new PermissionError("api_keys:create");
  assertRecent(ctx.actor);
  const { max_days: max } = (await readPolicy(ctx.tenant.id)).api_keys;
  const where = { tenantId_id: { tenantId: ctx.tenant.id, id } };
  return withTenant({ tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) }, async (tx) => {
    const old = await tx.apiKey.findUnique({ where });
    if (!old) throw new NotFoundError();
    const lived = old.expiresAt && Math.ceil((old.expiresAt.getTime() - old.createdAt.getTime()) / DAY_MS);
    const days = lived === null ? max : Math.min(lived, max ?? lived);
    const expiresAt = endOfLife(days);
    const roles = await carriedRoles(tx, ctx, old);
    await assertMayTouch(tx, ctx, old, expiresAt);
    if (!isOwnKey(ctx.actor, old)) await assertMayBind(tx, ctx, roles, expiresAt);
    assertNoWider(ctx, old.ipAllow);
    assertMayRate(ctx, old);
    await lockLineage(tx, ctx.tenant.id, old.lineageId);
    const now = new Date();
    const until = new Date(now.getTime() + hours * HOUR_MS);
    const endsAt = old.expiresAt && old.expiresAt < until ? old.expiresAt : until;
    // Decided by one statement, so that of two rotations at once only one makes a key.
    const { count } = await tx.apiKey.updateMany({
      where: {
        tenantId: ctx.tenant.id,
        id,
        revokedAt: null,
        replacedBy: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
      },
      data: { expiresAt: endsAt, replacedBy: id },
    });
    if (count === 0)
      throw new ConflictError("Only an active key can be rotated.", { reason: "key_not_active" });
    await assertKeyWish(ctx, { scopes: old.scopes, days });
    // Both work during an overlap. Without one, the old token makes room for the new.
    if (old.kind === "personal") await assertTokenRoom(tx, ctx.tenant.id, old.createdBy);
    await tx.$queryRaw`select platform.end_api_key(${id}::uuid, ${endsAt}::timestamptz)::text`;
    const made = await issueKey(tx, ctx, {
      name: old.name,
      scopes: old.scopes,
      roles,
      ipAllow: old.ipAllow,
      ownRate: old.ownRate,
      kind: kindOf(old),
      serviceAccountId: old.serviceAccountId,
      createdBy: maker.id,
      expiresAt,
      replaces: { id, lineageId: old.lineageId },
    });
    await tx.apiKey.update({ where, data: { replacedBy: made.id } });
    return made;
  });
}

/** A key replaces itself as it is; any other it gets hold of may do no more often what it may do itself. */
function assertMayRate(ctx: TenantContext, old: ApiKeyModel): void {
  const { actor } = ctx;
  if (actor.type === "api_key" && actor.apiKeyId !== old.id) assertOwnRate(actor, old.ownRate);
  if (!isOwnKey(actor, old)) assertRate(ctx, old.ownRate);
}

/** A key's roles go to the key that takes its place, each with its end; they stand still until it is made. */
async function carriedRoles(tx: TenantTx, ctx: TenantContext, old: ApiKeyModel): Promise<KeyRole[]> {
  if (old.scopes.length > 0) return [];
  await lockRoles(tx, ctx.tenant.id);
  return (await readKeyRoles(tx, ctx.tenant.id, [old])).get(old.id) ?? [];
}
