import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { DomainError } from "@/lib/core/errors";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { type TeamListQuery, type TeamPage, teamListQuery } from "./schema";
import { presentTeams, selectTeams } from "./team-rows";

/**
 * The tenant's teams, each right after the one it lies below; with `q`, those whose name has it.
 * @throws DomainError permission_denied, invalid_request (cursor, also that of a team that is gone)
 */
export async function listTeams(ctx: TenantContext, input: TeamListQuery): Promise<TeamPage> {
  ctx.authorize("teams:read");
  const query = teamListQuery.parse(input);
  return withTenant({ tenantId: ctx.tenant.id }, async (tx) => {
    const rows = await selectTeams(tx, ctx, await filterOf(tx, ctx, query), query.limit + 1);
    const shown = await presentTeams(tx, ctx, rows.slice(0, query.limit));
    const byId = new Map(shown.map((team) => [team.id, team]));
    const page = toPage(
      rows,
      query.limit,
      (row) => ({ at: row.created_at, id: row.id }),
      ({ id }) => id,
    );
    return { ...page, data: page.data.flatMap((id) => byId.get(id) ?? []) };
  });
}

async function filterOf(
  tx: TenantTx,
  ctx: TenantContext,
  { q, cursor }: ReturnType<typeof teamListQuery.parse>,
): Promise<Prisma.Sql> {
  const parts = [Prisma.sql`true`];
  if (q) parts.push(Prisma.sql`x.name ilike ${`%${q.replace(/[\\%_]/g, "\\$&")}%`}`);
  if (cursor) {
    const { id } = decodeCursor(cursor);
    const where = { tenantId_id: { tenantId: ctx.tenant.id, id } };
    if (!(await tx.team.findUnique({ where, select: { id: true } }))) {
      throw new DomainError("invalid_request", "The cursor's team is gone. Begin again.");
    }
    parts.push(Prisma.sql`x.place > (select y.place from tree y where y.id = ${id}::uuid)`);
  }
  return Prisma.join(parts, " and ");
}
