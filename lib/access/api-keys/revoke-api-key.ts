import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { auditKey } from "./internal";

/**
 * Ends a key: its next call is answered 401. Revoking it again changes nothing.
 * @throws NotFoundError; DomainError step_up_required for somebody else's
 */
export async function revokeApiKey(ctx: TenantContext, id: string): Promise<void> {
  ctx.authorize("api_keys:revoke");
  const person = actorPerson(ctx.actor);
  await withTenant({ tenantId: ctx.tenant.id, userId: person }, async (tx) => {
    const where = { tenantId_id: { tenantId: ctx.tenant.id, id } };
    const row = await tx.apiKey.findUnique({ where });
    if (!row) throw new NotFoundError();
    if (row.revokedAt) return;
    if (row.createdBy !== person) assertRecent(ctx.actor);
    await tx.apiKey.update({ where, data: { revokedAt: new Date(), revokedBy: person } });
    await tx.$queryRaw`select platform.withdraw_api_key(${id}::uuid)::text`;
    await recordEvent(tx, ctx, {
      action: "api_key.revoked",
      target: { type: "api_key", id, label: row.name },
      before: auditKey(row),
    });
  });
}
