import "server-only";
import type { SsoClaims } from "@/lib/auth/sso/schema";
import { SsoError } from "@/lib/auth/sso/sso-error";
import { domainOf } from "@/lib/tenancy/policies/email-domain";
import { withSystem } from "@/lib/tenancy/with-system";

/** `known`: by the connection's own subject. Otherwise only an address within the tenant's proved domains counts. */
export type FoundPerson =
  | { kind: "known"; userId: string }
  | { kind: "by_address"; userId: string; email: string }
  | { kind: "new"; email: string };

/**
 * Who a provider's claims are about. An address by itself says nothing: its domain must be proved by this very tenant
 * for this very connection, and the provider must not say that it is unverified.
 * @throws SsoError sso_no_email, sso_email_unverified, sso_domain_unverified, sso_person_disabled
 */
export async function findPerson(
  flow: { tenantId: string; connectionId: string },
  claims: SsoClaims,
): Promise<FoundPerson> {
  const { tenantId, connectionId } = flow;
  return withSystem(async (tx) => {
    const identity = await tx.ssoIdentity.findUnique({
      where: { tenantId_connectionId_subject: { tenantId, connectionId, subject: claims.subject } },
      select: { user: { select: { id: true, status: true } } },
    });
    if (identity) return { kind: "known", userId: active(identity.user).id };
    const { email } = claims;
    if (email === null || !/^[^\s<>(),;:"@\\[\]]+@[^\s<>(),;:"@\\[\]]+$/.test(email)) {
      throw new SsoError("sso_no_email", "The provider named no e-mail address.");
    }
    if (!claims.email_verified) {
      throw new SsoError("sso_email_unverified", "The provider says that the address is not verified.");
    }
    const domain = await tx.ssoDomain.findFirst({
      where: { tenantId, connectionId, domain: domainOf(email), status: { in: ["verified", "failing"] } },
      select: { id: true },
    });
    if (!domain) {
      throw new SsoError(
        "sso_domain_unverified",
        `The domain ${domainOf(email)} is not verified for this connection.`,
      );
    }
    const user = await tx.user.findUnique({ where: { email }, select: { id: true, status: true } });
    return user ? { kind: "by_address", userId: active(user).id, email } : { kind: "new", email };
  });
}

function active(user: { id: string; status: string }): { id: string } {
  if (user.status !== "active")
    throw new SsoError("sso_person_disabled", "This person's account is disabled.");
  return user;
}
