import "server-only";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";

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
      },
      select: { subjectId: true },
    });
    const active = await tx.membership.count({
      where: { tenantId, status: "active", userId: { in: admins.map(({ subjectId }) => subjectId) } },
    });
    return active > 0;
  });
}

/** Whether single sign-on may be required: an admin got in through it, and somebody can get in without it. */
export async function canRequireSso(tenantId: string): Promise<boolean> {
  const sealed = await withSystem((tx) => tx.ssoBreakGlass.count({ where: { tenantId } }));
  return sealed > 0 && (await adminSignedIn(tenantId));
}
