import "server-only";
import { holdersOfRole } from "@/lib/access/roles/holders-of-role";
import type { TenantContext } from "@/lib/core/context";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { PermissionError } from "@/lib/core/errors";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { tenantReader } from "@/lib/tenancy/query-tenant";
import { presentMember, selectMembers } from "./member-rows";
import { membersByFactor } from "./members-by-factor";
import { type PersonFacts, personFacts } from "./person-facts";
import { type MemberListQuery, type MemberPage, memberListQuery } from "./schema";

/**
 * People of the tenant, newest first; found by part of a name or address, filtered by role, status and second factor.
 * How they sign in is told to who may read the security policy, never to our staff in a member's place.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listMembers(ctx: TenantContext, input: MemberListQuery): Promise<MemberPage> {
  ctx.authorize("members:read");
  const query = memberListQuery.parse(input);
  // Pictures belong to people, not to the workspace; how people sign in is no support matter either.
  const isVisit = ctx.actor.type === "user" && ctx.actor.support !== undefined;
  const seesSignIn = !isVisit && ctx.decide("security:read").allowed;
  if (query.two_step && !seesSignIn) throw new PermissionError("security:read");
  const among = query.two_step && (await membersByFactor(ctx.tenant.id, query.two_step === "on"));
  const { id: tenantId, cell } = ctx.tenant;
  const reader = tenantReader({ tenantId, cell });
  const rows = await selectMembers(reader, tenantId, filterOf(tenantId, query, among), query.limit + 1);
  const people = isVisit
    ? new Map<string, PersonFacts>()
    : await personFacts(
        ctx.tenant.id,
        rows.map(({ user_id: id }) => id),
      );
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.joined_at, id: row.user_id }),
    (row) => {
      const { avatar, ...signIn } = people.get(row.user_id) ?? {};
      return { ...presentMember(row), ...(avatar !== undefined && { avatar }), ...(seesSignIn && signIn) };
    },
  );
}

function filterOf(
  tenantId: string,
  query: ReturnType<typeof memberListQuery.parse>,
  among: readonly string[] | undefined,
): Prisma.Sql {
  const parts = [Prisma.sql`true`];
  if (among) parts.push(Prisma.sql`m.user_id = any(${among}::uuid[])`);
  if (query.status) parts.push(Prisma.sql`m.status = ${query.status}`);
  if (query.role)
    parts.push(
      Prisma.sql`m.user_id = any(array(${holdersOfRole(tenantId, Prisma.sql`r.key = ${query.role}`)}))`,
    );
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
