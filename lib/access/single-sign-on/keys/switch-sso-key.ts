import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertAdminRank } from "../connections/assert-admin-rank";
import { assertManager } from "../connections/own-connection";
import { listSsoKeys } from "./list-sso-keys";
import { type SsoKeyList, ssoKeySwitch } from "./schema";

/**
 * Uses the next key from now on. The one before still opens what providers encrypt for it, until the next switch.
 * @throws DomainError permission_denied (reason admin_rank_needed), feature_unavailable, step_up_required;
 *   NotFoundError when that key does not wait
 */
export async function switchSsoKey(ctx: TenantContext, input: { id: string }): Promise<SsoKeyList> {
  assertManager(ctx, { recent: true });
  await assertAdminRank(ctx);
  const { id } = ssoKeySwitch.parse(input);
  const tenantId = ctx.tenant.id;
  await withSystem(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('sso:' || ${tenantId}, 0))::text`;
    const next = await tx.ssoKey.count({ where: { id, tenantId, status: "next" } });
    if (next === 0) throw new NotFoundError("key");
    await tx.ssoKey.deleteMany({ where: { tenantId, status: "previous" } });
    await tx.ssoKey.updateMany({ where: { tenantId, status: "current" }, data: { status: "previous" } });
    await tx.ssoKey.updateMany({ where: { tenantId, id }, data: { status: "current" } });
    await recordEvent(tx, ctx, { action: "sso.key_switched", target: { type: "sso_key", id } });
  });
  return listSsoKeys(ctx);
}
