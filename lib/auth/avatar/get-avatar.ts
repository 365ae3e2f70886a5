import "server-only";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * A person's picture, for themselves and for whoever is in a workspace with them. A session of one workspace's own
 * provider sees that workspace's people only.
 * @throws NotFoundError for everybody else's, as for one that is not there
 */
export async function getAvatar(ctx: UserContext, id: string): Promise<{ hash: string; bytes: Uint8Array }> {
  const { userId, ssoConnectionId } = ctx.actor;
  const [row] = await withSystem(
    (tx) => tx.$queryRaw<{ hash: string; bytes: Uint8Array }[]>`
      select a.hash::text, a.bytes from platform.avatars a
      where a.user_id = ${id}::uuid and (a.user_id = ${userId}::uuid or exists (
        select 1 from platform.user_tenants theirs
        join platform.user_tenants mine on mine.tenant_id = theirs.tenant_id
        join platform.tenants t on t.id = mine.tenant_id and t.status <> 'erased'
        where theirs.user_id = a.user_id and mine.user_id = ${userId}::uuid
          and theirs.status <> 'removed' and mine.status = 'active'
          and (${ssoConnectionId ?? null}::uuid is null or mine.tenant_id = (
            select c.tenant_id from platform.sso_connections c where c.id = ${ssoConnectionId ?? null}::uuid))))`,
  );
  if (!row) throw new NotFoundError("picture");
  return row;
}
