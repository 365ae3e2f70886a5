import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError, PermissionError } from "@/lib/core/errors";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { isWithin } from "./address-lists";
import { assertMayTouch, assertNoWider } from "./assert-may-touch";
import { assertRate } from "./assert-rate";
import { auditKey, presentKey, WITH_ACCOUNT } from "./internal";
import { readKeyRoles } from "./key-roles";
import { type ApiKeyChange, type ApiKeyDto, apiKeyChange } from "./schema";

/**
 * Renames a key, or changes from where and how often it may be used; the next call goes by the new list. Scopes, roles and life never
 * change: a key that should do more is another key. Somebody else's key needs what assertMayTouch() says.
 * @throws NotFoundError; PermissionError reasons scope_not_held, higher_rank, own_addresses, wider_addresses,
 *   own_rate, rate_exceeds_own; ValidationError rate_exceeds_plan
 * @throws DomainError step_up_required for a list that lets in more
 */
export async function updateApiKey(ctx: TenantContext, id: string, input: ApiKeyChange): Promise<ApiKeyDto> {
  ctx.authorize("api_keys:create");
  const { name, ip_allowlist: ipAllow, rate_per_minute: ownRate } = apiKeyChange.parse(input);
  const where = { tenantId_id: { tenantId: ctx.tenant.id, id } };
  return withTenant({ tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) }, async (tx) => {
    const before = await tx.apiKey.findUnique({ where });
    if (!before) throw new NotFoundError();
    await assertMayTouch(tx, ctx, before);
    const roles = (await readKeyRoles(tx, ctx.tenant.id, [before])).get(id) ?? [];
    if (ipAllow !== undefined) {
      await assertMayMove(tx, ctx, before.lineageId, ipAllow);
      if (!isWithin(ipAllow, before.ipAllow)) assertRecent(ctx.actor);
    }
    if (ownRate !== undefined) {
      assertMaySpeed(ctx, before, ownRate);
      await tx.$queryRaw`select platform.limit_api_key(${id}::uuid, ${ownRate}::int)::text`;
    }
    const row = await tx.apiKey.update({
      where,
      data: {
        ...(name !== undefined && { name }),
        ...(ipAllow !== undefined && { ipAllow }),
        ...(ownRate !== undefined && { ownRate }),
      },
      include: WITH_ACCOUNT,
    });
    if (ipAllow !== undefined) {
      await tx.$queryRaw`select platform.restrict_api_key(${id}::uuid, ${ipAllow}::text[])::text`;
    }
    await recordEvent(tx, ctx, {
      action: "api_key.updated",
      target: { type: "api_key", id, label: row.name },
      before: auditKey(before, roles),
      after: auditKey(row, roles),
    });
    return presentKey(row, roles);
  });
}

/** A key says nothing about where its own lineage works from: whoever took it would free it first. */
async function assertMayMove(
  tx: TenantTx,
  ctx: TenantContext,
  lineageId: string,
  ipAllow: readonly string[],
): Promise<void> {
  const { actor, tenant } = ctx;
  if (actor.type !== "api_key") return;
  const own = await tx.apiKey.findUnique({
    where: { tenantId_id: { tenantId: tenant.id, id: actor.apiKeyId } },
    select: { lineageId: true },
  });
  if (own?.lineageId === lineageId) {
    throw new PermissionError("api_keys:create", { reason: "own_addresses" });
  }
  assertNoWider(ctx, ipAllow);
}

/** Nor how often itself. */
function assertMaySpeed(ctx: TenantContext, key: { id: string }, rate: number | null): void {
  const { actor } = ctx;
  if (actor.type === "api_key" && actor.apiKeyId === key.id) {
    throw new PermissionError("api_keys:create", { reason: "own_rate" });
  }
  assertRate(ctx, rate);
}
