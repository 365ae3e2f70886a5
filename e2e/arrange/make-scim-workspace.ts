import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { ensurePerson } from "@/prisma/seed/people";
import { putOnEnterprise } from "./put-on-enterprise";

/**
 * Enterprise, a connection that is on with a proved domain, and somebody with an account of their own whose address lies
 * in it. Returns the connection's id.
 */
export async function arrange(
  tenantId: string,
  accountId: string,
  domain: string,
  email: string,
): Promise<string> {
  await putOnEnterprise(accountId);
  await ensurePerson({ email, firstName: "Mia", lastName: "Member" });
  const connectionId = newId();
  await withSystem(async (tx) => {
    await tx.ssoConnection.create({
      data: {
        id: connectionId,
        tenantId,
        kind: "oidc",
        preset: "entra",
        name: "Acme Entra",
        status: "enabled",
        testedAt: new Date(),
        enabledAt: new Date(),
      },
      select: { id: true },
    });
    const now = new Date();
    await tx.ssoDomain.create({
      data: {
        ...{ id: newId(), tenantId, connectionId, domain, token: "proved" },
        ...{ status: "verified", verifiedAt: now, lastCheckedAt: now },
      },
      select: { id: true },
    });
  });
  return connectionId;
}
