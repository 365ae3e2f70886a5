import "server-only";
import { everyCell } from "@/lib/tenancy/cells/every-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * The name of a workspace of this person whose directory decides about their address: it has proved the address' domain
 * for an enabled connection, or keeps the person by SCIM. Null where the address is the person's own to change.
 * @throws DomainError tenant_unavailable while a cell cannot say
 */
export async function findManager(person: { id: string; email: string }): Promise<string | null> {
  const domain = person.email.slice(person.email.lastIndexOf("@") + 1);
  const provisioned = (
    await everyCell((cell) =>
      withCell(cell, (tx) =>
        tx.membership.findMany({
          where: { userId: person.id, source: "scim", status: "active" },
          select: { tenantId: true },
          take: 1,
        }),
      ),
    )
  ).flat();
  return withSystem(async (tx) => {
    const proved = await tx.ssoDomain.findFirst({
      where: {
        domain,
        status: { in: ["verified", "failing"] },
        connection: {
          status: "enabled",
          tenant: { is: { userTenants: { some: { userId: person.id, status: "active" } } } },
        },
      },
      select: { tenantId: true },
    });
    const tenantId = proved?.tenantId ?? provisioned[0]?.tenantId;
    if (tenantId === undefined) return null;
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { name: true } });
    return tenant?.name ?? null;
  });
}
