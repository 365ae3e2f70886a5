import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { listCandidates } from "./list-candidates";

/**
 * Whether an active admin has signed in through a connection that is switched on: before that, requiring it could keep
 * everybody out.
 */
export async function adminSignedIn(tenantId: string): Promise<boolean> {
  const people = await withSystem((tx) =>
    tx.ssoIdentity.findMany({
      where: { tenantId, lastSignInAt: { not: null }, connection: { is: { status: "enabled" } } },
      select: { userId: true },
    }),
  );
  if (people.length === 0) return false;
  const ids = people.map(({ userId }) => userId);
  return withTenant({ tenantId }, async (tx) => {
    const admins = await tx.roleBinding.findMany({
      where: {
        tenantId,
        subjectType: "user",
        subjectId: { in: ids },
        role: { is: { systemKey: "tenant_admin" } },
        OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
      },
      select: { subjectId: true },
    });
    const active = await tx.membership.count({
      where: { tenantId, status: "active", userId: { in: admins.map(({ subjectId }) => subjectId) } },
    });
    return active > 0;
  });
}

/**
 * Whether single sign-on may be required: the plan has it, an admin got in through it, and whoever is to get in without
 * it still can: an admin for good, with a password and a second factor.
 */
export async function canRequireSso({ tenant }: TenantContext): Promise<boolean> {
  if (!hasFeature(tenant.entitlements, "sso")) return false;
  const glass = await withSystem((tx) => tx.ssoBreakGlass.findUnique({ where: { tenantId: tenant.id } }));
  if (!glass || !(await adminSignedIn(tenant.id))) return false;
  return (await listCandidates(tenant.id)).some(
    (candidate) => candidate.id === glass.userId && candidate.has_second_factor,
  );
}
