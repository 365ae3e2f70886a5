import "server-only";
import type * as z from "zod";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, type Page, toPage } from "@/lib/core/cursor";
import { listQuery } from "@/lib/core/list-query";
import { withSystem } from "@/lib/tenancy/with-system";
import { presentPassport } from "./internal";
import type { PassportDto } from "./schema";

/**
 * The tenant's passport exports, newest first.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listPassports(
  ctx: TenantContext,
  input: z.input<typeof listQuery>,
): Promise<Page<PassportDto>> {
  ctx.authorize("data:export");
  const { limit, cursor } = listQuery.parse(input);
  const rows = await withSystem((tx) =>
    tx.passportExport.findMany({
      where: { tenantId: ctx.tenant.id, ...afterCursor(cursor, "createdAt") },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
    }),
  );
  return toPage(rows, limit, (row) => ({ at: row.createdAt, id: row.id }), presentPassport);
}
