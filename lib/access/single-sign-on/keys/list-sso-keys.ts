import "server-only";
import { ssoKeysOf } from "@/lib/auth/sso/keys/sso-keys";
import { readCertificate } from "@/lib/auth/sso/saml/read-certificate";
import type { TenantContext } from "@/lib/core/context";
import { SSO_KEY_STATUSES, type SsoKeyList } from "./schema";

/**
 * The workspace's own keys for SAML, the current one first; none before its first SAML connection.
 * @throws DomainError permission_denied
 */
export async function listSsoKeys(ctx: TenantContext): Promise<SsoKeyList> {
  ctx.authorize("sso:read");
  const rows = await ssoKeysOf(ctx.tenant.id);
  return {
    data: rows.map((row) => ({
      id: row.id,
      status: SSO_KEY_STATUSES.find((status) => status === row.status) ?? "previous",
      fingerprint: readCertificate(row.certificate)?.fingerprint ?? "",
      not_after: row.notAfter.toISOString(),
      created_at: row.createdAt.toISOString(),
    })),
  };
}
