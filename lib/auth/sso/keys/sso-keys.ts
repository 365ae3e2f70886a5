import "server-only";
import type { SsoKey } from "@/lib/infra/prisma/generated/client";
import { openForTenant } from "@/lib/tenancy/vault/open-for-tenant";
import { sealForTenant } from "@/lib/tenancy/vault/seal-for-tenant";
import { withSystem } from "@/lib/tenancy/with-system";

const ORDER = ["current", "next", "previous"];

/** A tenant's key pairs, the current one first; none before its first SAML connection. */
export async function ssoKeysOf(tenantId: string): Promise<SsoKey[]> {
  const rows = await withSystem((tx) => tx.ssoKey.findMany({ where: { tenantId } }));
  return rows.sort((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status));
}

/** The private key as PEM, out of the tenant's vault. */
export function openSsoKey({ id, tenantId, privateSealed }: SsoKey): Promise<string> {
  return openForTenant(placeOf(tenantId, id), privateSealed);
}

export function sealSsoKey(tenantId: string, id: string, pem: string): Promise<string> {
  return sealForTenant(placeOf(tenantId, id), pem);
}

function placeOf(tenantId: string, row: string) {
  return { tenantId, table: "sso_keys", column: "private_sealed", row } as const;
}
