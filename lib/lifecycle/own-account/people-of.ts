import "server-only";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";

export type Candidate = { id: string; name: string; email: string };

/** The active members of a workspace, the longest there first, and which of them are its admins for good. */
export async function peopleOf(tenantId: string): Promise<{ admins: string[]; members: Candidate[] }> {
  const { bindings, members } = await withTenant({ tenantId }, async (tx) => ({
    bindings: await tx.roleBinding.findMany({
      where: {
        tenantId,
        subjectType: "user",
        expiresAt: null,
        role: { is: { systemKey: "tenant_admin" } },
      },
      select: { subjectId: true },
    }),
    members: await tx.membership.findMany({
      where: { tenantId, status: "active" },
      orderBy: { joinedAt: "asc" },
      select: { userId: true, firstName: true, lastName: true, email: true },
    }),
  }));
  const active = await withSystem((tx) =>
    tx.user.findMany({
      where: { id: { in: members.map(({ userId }) => userId) }, status: "active" },
      select: { id: true },
    }),
  );
  const ids = new Set(active.map(({ id }) => id));
  return {
    admins: bindings.map(({ subjectId }) => subjectId).filter((id) => ids.has(id)),
    members: members
      .filter(({ userId }) => ids.has(userId))
      .map(({ userId, firstName, lastName, email }) => ({
        id: userId,
        name: `${firstName} ${lastName}`.trim() || email,
        email,
      })),
  };
}
