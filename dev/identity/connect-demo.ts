import { sealClientSecret } from "@/lib/auth/sso/find-connection";
import { defaultAttributes } from "@/lib/auth/sso/schema";
import { newId } from "@/lib/core/ids";
import { closePools } from "@/lib/infra/database/pools";
import { env } from "@/lib/infra/env";
import { newToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { DEMO_SSO, demoSsoIssuer } from "./demo";

// Connects the demo workspace with the provider that runs beside it, by port: started by `npm start`.
if (env().ATRIUM_MODE === "production") {
  throw new Error("Stand-ins of identity providers are not for production.");
}
const { tenant: slug, connectionId: id, domain, clientId, clientSecret } = DEMO_SSO;
const issuer = demoSsoIssuer(Number(process.argv[2]));
const YEARS_MS = 10 * 366 * 86_400_000;

const isConnected = await withSystem(async (tx) => {
  const tenant = await tx.tenant.findUnique({ where: { slug }, select: { id: true } });
  if (!tenant) return false;
  const settings = { issuer, client_id: clientId, scopes: "openid email profile groups" };
  const secretSealed = sealClientSecret(id, clientSecret);
  await tx.ssoConnection.upsert({
    where: { id },
    create: {
      id,
      tenantId: tenant.id,
      kind: "oidc",
      preset: "other",
      name: "Acme ID",
      status: "enabled",
      settings,
      secretSealed,
      attributes: defaultAttributes("oidc", "other"),
      groupRoles: [{ group: "admins", role: "tenant_admin" }],
      testedAt: new Date(),
      enabledAt: new Date(),
    },
    update: { settings, secretSealed },
    select: { id: true },
  });
  await tx.ssoDomain.createMany({
    data: {
      id: newId(),
      tenantId: tenant.id,
      connectionId: id,
      domain,
      token: newToken(),
      status: "verified",
      verifiedAt: new Date(),
      // No DNS on earth has its record: the sweep lets it be.
      lastCheckedAt: new Date(Date.now() + YEARS_MS),
    },
    skipDuplicates: true,
  });
  return true;
});
console.log(isConnected ? `${slug} signs in at ${issuer}` : "no demo workspace");
await closePools();
