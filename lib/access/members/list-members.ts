import "server-only";
import { avatarVersions } from "@/lib/auth/avatar/avatar-versions";
import type { TenantContext } from "@/lib/core/context";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { presentMember, selectMembers } from "./internal";
import { type MemberListQuery, type MemberPage, memberListQuery } from "./schema";

/**
 * People of the tenant, newest first; found by part of a name or address, filtered by role and status.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listMembers(ctx: TenantContext, input: MemberListQuery): Promise<MemberPage> {
  ctx.authorize("members:read");
  const query = memberListQuery.parse(input);
  const rows = await withTenant({ tenantId: ctx.tenant.id }, (tx) =>
    selectMembers(tx, ctx.tenant.id, filterOf(query), query.limit + 1),
  );
  // Our staff in a member's place see no pictures: those belong to people, not to the workspace.
  const isVisit = ctx.actor.type === "user" && ctx.actor.support !== undefined;
  const pictures = await avatarVersions(isVisit ? [] : rows.map(({ user_id }) => user_id));
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.joined_at, id: row.user_id }),
    (row) => {
      const avatar = pictures.get(row.user_id);
      return { ...presentMember(row), ...(avatar !== undefined && { avatar }) };
    },
  );
}

function filterOf(query: ReturnType<typeof memberListQuery.parse>): Prisma.Sql {
  const parts = [Prisma.sql`true`];
  if (query.status) parts.push(Prisma.sql`m.status = ${query.status}`);
  if (query.role) parts.push(Prisma.sql`${query.role} = any(g.roles)`);
  if (query.q) {
    const pattern = `%${query.q.replace(/[\\%_]/g, "\\$&")}%`;
    parts.push(
      Prisma.sql`(m.email ilike ${pattern} or (m.first_name || ' ' || m.last_name) ilike ${pattern})`,
    );
  }
  if (query.cursor) {
    const { at, id } = decodeCursor(query.cursor);
    parts.push(Prisma.sql`(m.joined_at, m.user_id) < (${at}, ${id}::uuid)`);
  }
  return Prisma.join(parts, " and ");
}
