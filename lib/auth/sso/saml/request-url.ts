import "server-only";
import { newToken } from "@/lib/infra/tokens";
import { type SamlConnection, samlOf } from "./saml-of";

/** Where to send a browser (HTTP-Redirect binding), and the id that the answer must name. */
export async function requestUrl(
  connection: SamlConnection,
  relayState: string,
): Promise<{ url: string; requestId: string }> {
  const requestId = `_${newToken()}`;
  const url = await samlOf(connection, { requestId }).getAuthorizeUrlAsync(relayState, undefined, {});
  return { url, requestId };
}
