import "server-only";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { endOwnSessions } from "../membership/end-own-sessions";
import type { JsonObject } from "../protocol/definitions";
import { assertVersion } from "../protocol/version";
import { lockUser } from "./lock-user";
import { prepareChange } from "./prepare-change";
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
  const { userId, protection, live } = await prepareChange(ctx, id);
  const work = withTenant({ tenantId, userId }, async (tx) => {
    const row = await lockUser(tx, ctx, id);
    assertVersion(ifMatch, row.revision);
    return writeUser(tx, ctx, row, { resource: change(row), protection, live });
  });
  const written = await keepingAdmin(refuseTaken(work));
  if (!written.active) await endOwnSessions(ctx, written.userId);
  return written;
}
