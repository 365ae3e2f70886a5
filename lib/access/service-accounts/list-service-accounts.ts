import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { presentServiceAccount, selectServiceAccounts } from "./account-rows";
import { type ServiceAccountListQuery, type ServiceAccountPage, serviceAccountListQuery } from "./schema";

/**
 * The tenant's service accounts, newest first; found by part of a name or description.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listServiceAccounts(
  ctx: TenantContext,
  input: ServiceAccountListQuery,
): Promise<ServiceAccountPage> {
  ctx.authorize("service_accounts:read");
  const query = serviceAccountListQuery.parse(input);
  const from = query.cursor ? decodeCursor(query.cursor) : null;
  const after = from
    ? Prisma.sql`(s.created_at, s.id) < (${from.at}::timestamptz, ${from.id}::uuid)`
    : Prisma.sql`true`;
  const status = query.status ? Prisma.sql`s.status = ${query.status}` : Prisma.sql`true`;
  const pattern = query.q && `%${query.q.replace(/[\\%_]/g, "\\$&")}%`;
  const match = pattern
    ? Prisma.sql`(s.name ilike ${pattern} or s.description ilike ${pattern})`
    : Prisma.sql`true`;
  const rows = await withTenant({ tenantId: ctx.tenant.id }, (tx) =>
    selectServiceAccounts(
      tx,
      ctx.tenant.id,
      Prisma.sql`${after} and ${status} and ${match}`,
      query.limit + 1,
    ),
  );
  return toPage(rows, query.limit, (row) => ({ at: row.created_at, id: row.id }), presentServiceAccount);
}
