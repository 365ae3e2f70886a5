import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { addSsoKey } from "@/lib/auth/sso/keys/add-sso-key";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertAdminRank } from "../connections/assert-admin-rank";
import { assertManager } from "../connections/own-connection";
import { listSsoKeys } from "./list-sso-keys";
import type { SsoKeyList } from "./schema";

/**
 * Makes the next key and publishes its certificate in the metadata beside the current one, which goes on being used
 * until switchSsoKey(). One that waits already stays.
 * @throws DomainError permission_denied (reason admin_rank_needed), feature_unavailable, step_up_required
 */
export async function renewSsoKey(ctx: TenantContext): Promise<SsoKeyList> {
  assertManager(ctx, { recent: true });
  await assertAdminRank(ctx);
  const tenantId = ctx.tenant.id;
  const id = await addSsoKey(tenantId, "next");
  if (id !== null) {
    await withSystem((tx) =>
      recordEvent(tx, ctx, { action: "sso.key_added", target: { type: "sso_key", id } }),
    );
  }
  return listSsoKeys(ctx);
}
