import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { ensurePerson } from "@/prisma/seed/people";

/** Proves a mail domain for a workspace, lets its people ask to join, and makes three of them; their addresses. */
export async function arrange(tenantId: string, domain: string): Promise<string[]> {
  await systemPool().query(
    `insert into platform.domains (id, tenant_id, hostname, token, status, verified_at)
     values ($1, $2, $3, 'x', 'verified', now())`,
    [newId(), tenantId, domain],
  );
  await systemPool().query("insert into platform.join_settings (tenant_id, enabled) values ($1, true)", [
    tenantId,
  ]);
  const names = ["Anna", "Bas", "Cees"];
  const people = names.map((firstName) =>
    ensurePerson({ email: `${firstName.toLowerCase()}@${domain}`, firstName, lastName: "Colleague" }),
  );
  return (await Promise.all(people)).map(({ email }) => email);
}
