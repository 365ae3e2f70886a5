import "server-only";
import type { SsoClaims } from "@/lib/auth/sso/schema";
import { SsoError } from "@/lib/auth/sso/sso-error";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * Google vouches for private accounts by the same issuer, also for ones that carry a company's address. Whom the company
 * has taken in is in `hd` alone, so that has to be one of the domains that are proved for this connection.
 * @throws SsoError sso_domain_unverified
 */
export async function assertHostedDomain(
  flow: { tenantId: string; connectionId: string },
  claims: SsoClaims,
): Promise<void> {
  const { tenantId, connectionId } = flow;
  const { hd } = claims.raw;
  const domain = typeof hd === "string" ? hd.toLowerCase() : null;
  const proved =
    domain !== null &&
    (await withSystem((tx) =>
      tx.ssoDomain.count({
        where: { tenantId, connectionId, domain, status: { in: ["verified", "failing"] } },
      }),
    )) === 1;
  if (proved) return;
  throw new SsoError(
    "sso_domain_unverified",
    domain === null
      ? "This Google account belongs to no organisation (no hd claim)."
      : `This Google account belongs to ${domain}, which is not verified for this connection.`,
  );
}
