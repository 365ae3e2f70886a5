import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";

/** Names of up to three admins, for a member who is kept out and needs to know whom to ask. */
export async function listAdminNames(ctx: TenantContext): Promise<string[]> {
  const tenantId = ctx.tenant.id;
  const rows = await withTenant({ tenantId }, async (tx) => {
    const bindings = await tx.roleBinding.findMany({
      where: { tenantId, subjectType: "user", role: { is: { systemKey: "tenant_admin" } } },
      select: { subjectId: true },
      take: 20,
    });
    return tx.membership.findMany({
      where: { tenantId, status: "active", userId: { in: bindings.map((row) => row.subjectId) } },
      orderBy: { joinedAt: "asc" },
      select: { firstName: true, lastName: true, email: true },
      take: 3,
    });
  });
  return rows.map((row) => `${`${row.firstName} ${row.lastName}`.trim()} (${row.email})`.trim());
}
