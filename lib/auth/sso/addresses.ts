import "server-only";
import { rootUrl } from "@/lib/tenancy/hosts";

/** Where an OIDC provider sends people back to; one address a connection, so that no answer fits another's. */
export function callbackUrl(connectionId: string): string {
  return rootUrl(`/api/auth-flows/sso/${connectionId}/callback`);
}

/** Where a SAML provider posts its answers. */
export function acsUrl(connectionId: string): string {
  return rootUrl(`/api/saml/${connectionId}/acs`);
}

/** Who we are to a SAML provider: the address of our metadata, one a connection. */
export function entityId(connectionId: string): string {
  return rootUrl(`/api/saml/${connectionId}/metadata`);
}
