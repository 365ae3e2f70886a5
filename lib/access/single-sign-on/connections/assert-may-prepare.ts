import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertAdminRank } from "./assert-admin-rank";
import { findOwn } from "./own-connection";

/**
 * What hangs on a connection, such as its mail domains, is changed with an admin's rank once it ever let people in.
 * @throws NotFoundError; PermissionError reason admin_rank_needed
 */
export async function assertMayPrepare(ctx: TenantContext, connectionId: string): Promise<void> {
  const { enabledAt } = await withSystem((tx) => findOwn(tx, ctx, connectionId));
  if (enabledAt !== null) await assertAdminRank(ctx);
}
