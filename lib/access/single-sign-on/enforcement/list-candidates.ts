import "server-only";
import { hasFactor } from "@/lib/auth/mfa/has-factor";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";

export type Candidate = { id: string; name: string; email: string; has_second_factor: boolean };

const MOST = 100;

/** Active admins for good, with a password: whoever is to get in when the provider does not answer. */
export async function listCandidates(tenantId: string): Promise<Candidate[]> {
  const members = await withTenant({ tenantId }, async (tx) => {
    const bindings = await tx.roleBinding.findMany({
      where: { tenantId, subjectType: "user", expiresAt: null, role: { is: { systemKey: "tenant_admin" } } },
      select: { subjectId: true },
      take: MOST,
    });
    return tx.membership.findMany({
      where: { tenantId, status: "active", userId: { in: bindings.map((row) => row.subjectId) } },
      orderBy: { joinedAt: "asc" },
      select: { userId: true, firstName: true, lastName: true, email: true },
    });
  });
  return withSystem(async (tx) => {
    const passwords = await tx.credential.findMany({
      where: { userId: { in: members.map(({ userId }) => userId) } },
      select: { userId: true },
    });
    const able = new Set(passwords.map(({ userId }) => userId));
    const candidates: Candidate[] = [];
    for (const member of members.filter(({ userId }) => able.has(userId))) {
      candidates.push({
        id: member.userId,
        name: `${member.firstName} ${member.lastName}`.trim() || member.email,
        email: member.email,
        has_second_factor: await hasFactor(tx, member.userId),
      });
    }
    return candidates;
  });
}
