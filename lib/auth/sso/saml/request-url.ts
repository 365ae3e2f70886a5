import "server-only";
import { newToken } from "@/lib/infra/tokens";
import { openSsoKey, ssoKeysOf } from "../keys/sso-keys";
import { type SamlConnection, samlOf } from "./saml-of";

/**
 * Where to send a browser (HTTP-Redirect binding), and the id that the answer must name. Signed where the connection
 * says so.
 */
export async function requestUrl(
  connection: SamlConnection,
  relayState: string,
): Promise<{ url: string; requestId: string }> {
  const requestId = `_${newToken()}`;
  const [key] = connection.settings.sign_requests ? await ssoKeysOf(connection.tenantId) : [];
  const options = { requestId, ...(key && { privateKey: await openSsoKey(key) }) };
  const url = await samlOf(connection, options).getAuthorizeUrlAsync(relayState, undefined, {});
  return { url, requestId };
}
