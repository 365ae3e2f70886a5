import "server-only";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { isId } from "@/lib/core/ids";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { endOwnSessions } from "../membership/end-own-sessions";
import { liveDirectories } from "../membership/live-directories";
import { protectionOf } from "../membership/protection-of";
import type { JsonObject } from "../protocol/definitions";
import { unknownResource } from "../protocol/scim-error";
import { assertVersion } from "../protocol/version";
import { lockUser } from "./lock-user";
import type { UserRow } from "./present-user";
import { refuseTaken } from "./refuse-taken";
import { type Written, writeUser } from "./write-user";

/**
 * Changes one entry under its lock: `change` is given what it is at that moment. Who becomes inactive is out with the
 * next request, sessions and API keys alike.
 * @throws ScimError 404, 412, uniqueness and what `change` throws; ConflictError last_admin, break_glass, account_owner
 */
export async function changeUser(
  ctx: ScimContext,
  id: string,
  ifMatch: string | null,
  change: (row: UserRow) => JsonObject,
): Promise<Written> {
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
  const live = await liveDirectories(tenantId);
  const work = withTenant({ tenantId, userId: known.userId }, async (tx) => {
    const row = await lockUser(tx, ctx, id);
    assertVersion(ifMatch, row.revision);
    return writeUser(tx, ctx, row, { resource: change(row), protection, live });
  });
  const written = await keepingAdmin(refuseTaken(work));
  if (!written.active) await endOwnSessions(ctx, written.userId);
  return written;
}
