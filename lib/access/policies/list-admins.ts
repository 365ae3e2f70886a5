import "server-only";
import { withTenant } from "@/lib/tenancy/with-tenant";

export type Admin = { name: string; email: string };

const MOST = 100;

/** The active admins of the workspace, longest member first: whom to tell, and whom to ask. */
export async function listAdmins(tenantId: string): Promise<Admin[]> {
  const rows = await withTenant({ tenantId }, async (tx) => {
    const bindings = await tx.roleBinding.findMany({
      where: {
        tenantId,
        subjectType: "user",
        role: { is: { systemKey: "tenant_admin" } },
        OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
      },
      select: { subjectId: true },
      take: MOST,
    });
    return tx.membership.findMany({
      where: { tenantId, status: "active", userId: { in: bindings.map((row) => row.subjectId) } },
      orderBy: { joinedAt: "asc" },
      select: { firstName: true, lastName: true, email: true },
    });
  });
  return rows.map(({ firstName, lastName, email }) => ({ name: `${firstName} ${lastName}`.trim(), email }));
}
