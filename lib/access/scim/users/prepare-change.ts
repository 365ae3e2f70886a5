import "server-only";
import { isId } from "@/lib/core/ids";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { type LiveDirectory, liveDirectories } from "../membership/live-directories";
import { type Protection, protectionOf } from "../membership/protection-of";
import { unknownResource } from "../protocol/scim-error";

type Prepared = { userId: string; protection: Protection; live: readonly LiveDirectory[] };

/**
 * Whom an entry of the caller's own connection stands for, and what the control plane says about changing it: read
 * before the tenant's transaction, which does not reach there.
 * @throws ScimError 404
 */
export async function prepareChange(ctx: ScimContext, id: string): Promise<Prepared> {
  const tenantId = ctx.tenant.id;
  if (!isId(id)) throw unknownResource(id);
  const known = await withTenant({ tenantId }, (tx) =>
    tx.scimUser.findFirst({
      where: { tenantId, id, connectionId: ctx.connection.id },
      select: { userId: true },
    }),
  );
  if (!known) throw unknownResource(id);
  const protection = await protectionOf(ctx, known.userId);
  return { userId: known.userId, protection, live: await liveDirectories(tenantId) };
}
