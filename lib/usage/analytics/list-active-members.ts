import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { readActiveMembers } from "./read-active-members";
import { type ActiveMembersPage, MEMBERS_LEVEL, type MembersQuery, membersQuery } from "./schema";
import { tenantRead, tenantWindow } from "./tenant-window";

/**
 * How many different members used the tenant each UTC day, and in the 7 and 30 days that end with it, oldest first.
 * @throws DomainError permission_denied, feature_unavailable (range or level), invalid_request (cursor)
 */
export async function listActiveMembers(ctx: TenantContext, input: MembersQuery): Promise<ActiveMembersPage> {
  ctx.authorize("usage:read");
  const { range, limit, cursor } = membersQuery.parse(input);
  const window = await tenantWindow(ctx, range, MEMBERS_LEVEL);
  const days = await readActiveMembers(tenantRead(ctx), ctx.tenant.id, window);
  const after = cursor ? decodeCursor(cursor).at.getTime() : 0;
  return toPage(
    days.filter(({ day }) => Date.parse(day) > after).slice(0, limit + 1),
    limit,
    ({ day }) => ({ at: new Date(day), id: ctx.tenant.id }),
    (day) => day,
  );
}
