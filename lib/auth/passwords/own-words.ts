import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

type Person = { id: string; email: string; firstName: string; lastName: string };

/** What an attacker tries first for this person: name, address and the names of their workspaces. */
export async function ownWords(tx: SystemTx, person: Person): Promise<string[]> {
  const tenants = await tx.userTenant.findMany({
    where: { userId: person.id, status: "active" },
    select: { tenant: { select: { name: true, slug: true } } },
    take: 50,
  });
  const names = tenants.flatMap(({ tenant }) => [tenant.name, tenant.slug]);
  return [person.email, person.firstName, person.lastName, ...names];
}
