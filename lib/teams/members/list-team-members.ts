import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { NotFoundError } from "@/lib/core/errors";
import { listQuery } from "@/lib/core/list-query";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { TeamMemberPage } from "../schema";
import { presentTeamMember, selectTeamMembers } from "./member-rows";

/**
 * Who is in a team itself, newest first.
 * @throws DomainError permission_denied, invalid_request (cursor); NotFoundError
 */
export async function listTeamMembers(
  ctx: TenantContext,
  teamId: string,
  input: { limit?: number; cursor?: string },
): Promise<TeamMemberPage> {
  ctx.authorize("teams:read");
  ctx.authorize("members:read");
  const query = listQuery.parse(input);
  const tenantId = ctx.tenant.id;
  const after = query.cursor ? decodeCursor(query.cursor) : null;
  const rows = await withTenant({ tenantId }, async (tx) => {
    const where = { tenantId_id: { tenantId, id: teamId } };
    if (!(await tx.team.findUnique({ where, select: { id: true } }))) throw new NotFoundError("team");
    return selectTeamMembers(
      tx,
      { tenantId, teamId },
      after
        ? Prisma.sql`(date_trunc('milliseconds', m.created_at), m.user_id) < (${after.at}, ${after.id}::uuid)`
        : Prisma.sql`true`,
      query.limit + 1,
    );
  });
  return toPage(rows, query.limit, (row) => ({ at: row.created_at, id: row.id }), presentTeamMember);
}
