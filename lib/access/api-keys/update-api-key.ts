import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { auditKey, presentKey } from "./internal";
import { type ApiKeyChange, type ApiKeyDto, apiKeyChange } from "./schema";

/**
 * Renames a key or changes from where it may be used; the next call goes by the new list. Scopes and life never
 * change: a key that should do more is another key.
 * @throws NotFoundError
 */
export async function updateApiKey(ctx: TenantContext, id: string, input: ApiKeyChange): Promise<ApiKeyDto> {
  ctx.authorize("api_keys:create");
  const { name, ip_allowlist: ipAllow } = apiKeyChange.parse(input);
  const where = { tenantId_id: { tenantId: ctx.tenant.id, id } };
  return withTenant({ tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) }, async (tx) => {
    const before = await tx.apiKey.findUnique({ where });
    if (!before) throw new NotFoundError();
    const row = await tx.apiKey.update({
      where,
      data: { ...(name !== undefined && { name }), ...(ipAllow !== undefined && { ipAllow }) },
    });
    if (ipAllow !== undefined) {
      await tx.$queryRaw`select platform.restrict_api_key(${id}::uuid, ${ipAllow}::text[])::text`;
    }
    await recordEvent(tx, ctx, {
      action: "api_key.updated",
      target: { type: "api_key", id, label: row.name },
      before: auditKey(before),
      after: auditKey(row),
    });
    return presentKey(row);
  });
}
