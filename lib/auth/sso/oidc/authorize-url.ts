import "server-only";
import { createHash } from "node:crypto";
import { newToken } from "@/lib/infra/tokens";
import { callbackUrl } from "../addresses";
import type { SsoConnection } from "../find-connection";
import { discover } from "./discover";

export type OidcSecrets = { nonce: string; verifier: string };
export type OidcConnection = Extract<SsoConnection, { kind: "oidc" }>;

const MAX_AGE_MS = 1_000;

/** Where to send a browser: authorization code with PKCE (S256), state and nonce. The secrets stay with the flow. */
export async function authorizeUrl(
  connection: OidcConnection,
  input: { state: string; loginHint?: string | undefined },
): Promise<{ url: string; secrets: OidcSecrets }> {
  const { settings } = connection;
  // Asked anew: a provider that does not answer is said here, in our words, not by the browser's error page.
  const provider = await discover(settings.issuer, MAX_AGE_MS);
  const secrets = { nonce: newToken(), verifier: newToken() };
  const url = new URL(provider.authorization_endpoint);
  const parameters = {
    client_id: settings.client_id,
    redirect_uri: callbackUrl(connection.id),
    response_type: "code",
    scope: settings.scopes,
    state: input.state,
    nonce: secrets.nonce,
    code_challenge: createHash("sha256").update(secrets.verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...(input.loginHint && { login_hint: input.loginHint }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url: url.toString(), secrets };
}
