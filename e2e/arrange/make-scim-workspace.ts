import { newId } from "@/lib/core/ids";
import { grantsOf, PLANS } from "@/lib/entitlements/catalogue";
import { closePools, systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { ensurePerson } from "@/prisma/seed/people";

// Started by e2e/directory-sync.spec.ts: Enterprise, a connection that is on with a proved domain, and somebody with an
// account of their own whose address lies in it. Prints the connection's id.
const [tenantId = "", accountId = "", domain = "", email = ""] = process.argv.slice(2);
for (const { feature, enabled, limit, level } of grantsOf(PLANS.enterprise)) {
  await systemPool().query(
    `insert into platform.account_entitlements (account_id, feature, enabled, limit_value, level, source)
     values ($1, $2, $3, $4, $5, 'plan')
     on conflict (account_id, feature) do update set enabled = excluded.enabled, limit_value = excluded.limit_value,
       level = excluded.level`,
    [accountId, feature, enabled, limit, level],
  );
}
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
console.log(connectionId);
await closePools();
