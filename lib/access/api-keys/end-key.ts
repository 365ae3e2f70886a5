import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { Actor, RequestInfo } from "@/lib/core/context";
import type { ApiKeyModel } from "@/lib/infra/prisma/generated/models";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { auditKey } from "./internal";
import { readKeyRoles } from "./key-roles";

type EndContext = RequestInfo & { actor: Actor; tenant: { id: string } };

/** Revokes a key that is not revoked yet, here and in the directory, and records why. False when somebody was faster. */
export async function endKey(
  tx: TenantTx,
  ctx: EndContext,
  key: ApiKeyModel,
  action: "api_key.revoked" | "api_key.leaked",
  after?: Record<string, unknown>,
): Promise<boolean> {
  const { count } = await tx.apiKey.updateMany({
    where: { tenantId: ctx.tenant.id, id: key.id, revokedAt: null },
    data: { revokedAt: new Date(), revokedBy: actorPerson(ctx.actor) },
  });
  if (count === 0) return false;
  await tx.$queryRaw`select platform.withdraw_api_key(${key.id}::uuid)::text`;
  await recordEvent(tx, ctx, {
    action,
    target: { type: "api_key", id: key.id, label: key.name },
    before: auditKey(key, (await readKeyRoles(tx, ctx.tenant.id, [key])).get(key.id) ?? []),
    ...(after && { after }),
  });
  return true;
}
