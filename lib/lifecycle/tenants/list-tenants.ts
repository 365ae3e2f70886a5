import "server-only";
import type { UserContext } from "@/lib/core/context";
import { afterCursor, type Page, toPage } from "@/lib/core/cursor";
import { withSystem } from "@/lib/tenancy/with-system";
import { presentTenant } from "./present-tenant";
import { type MyTenantDto, myTenantDto } from "./schema";

/** The workspaces a person may open, newest first, with those that are being set up or deleted. */
export async function listTenants(
  ctx: UserContext,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<MyTenantDto>> {
  const { userId } = ctx.actor;
  const rows = await withSystem((tx) =>
    tx.tenant.findMany({
      where: {
        status: { not: "erased" },
        userTenants: { some: { userId, status: "active" } },
        ...afterCursor(query.cursor, "createdAt"),
      },
      include: { account: { include: { accountMembers: { where: { userId } } } } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    }),
  );
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) =>
      myTenantDto.parse({ ...presentTenant(row), account_role: row.account.accountMembers[0]?.role ?? null }),
  );
}
