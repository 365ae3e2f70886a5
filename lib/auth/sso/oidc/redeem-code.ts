import "server-only";
import { createHash } from "node:crypto";
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import * as z from "zod";
import { DomainError } from "@/lib/core/errors";
import { safeFetch } from "@/lib/infra/outgoing/safe-fetch";
import { callbackUrl } from "../addresses";
import type { SsoClaims } from "../schema";
import { SsoError } from "../sso-error";
import type { OidcConnection, OidcSecrets } from "./authorize-url";
import { discover, fetchJson, type OidcMetadata } from "./discover";
import { readClaims } from "./read-claims";

/** Signatures of a public key only: a client's secret or none must never stand in for the provider's key. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const CLOCK_SECONDS = 60;
const MAX_AGE_SECONDS = 600;

const tokenAnswer = z.object({ id_token: z.string().max(100_000), access_token: z.string().optional() });
const keys = z.object({ keys: z.array(z.record(z.string(), z.unknown())).max(100) });

/**
 * Exchanges the code and checks the ID token: signature by a key of the provider, issuer, audience, authorized party,
 * times, nonce and, where given, the access token's hash (OpenID Connect Core 3.1.3.7).
 * @throws SsoError sso_unreachable, sso_provider_refused, sso_response_invalid
 */
export async function redeemCode(
  connection: OidcConnection,
  answer: { code: string; iss?: string | undefined },
  secrets: OidcSecrets,
): Promise<SsoClaims> {
  const provider = await discover(connection.settings.issuer);
  const named = answer.iss ?? (provider.authorization_response_iss_parameter_supported ? "" : undefined);
  if (named !== undefined && named !== provider.issuer) {
    throw invalid("The answer names another issuer (RFC 9207).");
  }
  const { id_token: token, access_token: access } = await exchange(
    connection,
    provider,
    answer.code,
    secrets,
  );
  const jwks = keys.safeParse(await fetchJson(provider.jwks_uri));
  if (!jwks.success) throw new SsoError("sso_unreachable", "The provider's keys could not be read.");
  const payload = await verifyIdToken(
    token,
    connection,
    jwks.data as unknown as JSONWebKeySet,
    secrets.nonce,
  );
  if (typeof payload.at_hash === "string" && !isHashOf(payload.at_hash, access, token)) {
    throw invalid("The access token is not the one that the ID token names.");
  }
  return readClaims(payload, connection.attributes);
}

/**
 * The claims of an ID token that passed every check.
 * @throws SsoError sso_response_invalid
 */
export async function verifyIdToken(
  token: string,
  connection: OidcConnection,
  jwks: JSONWebKeySet,
  nonce: string,
): Promise<JWTPayload> {
  const { issuer, client_id: clientId } = connection.settings;
  const { payload } = await jwtVerify(token, createLocalJWKSet(jwks), {
    issuer,
    audience: clientId,
    algorithms: ALGORITHMS,
    clockTolerance: CLOCK_SECONDS,
    maxTokenAge: MAX_AGE_SECONDS,
    requiredClaims: ["sub", "exp", "iat", "nonce"],
  }).catch((error: unknown) => {
    throw invalid(error instanceof Error ? error.message : "The ID token is not valid.", error);
  });
  if (payload.nonce !== nonce) throw invalid("The nonce is another one.");
  const several = Array.isArray(payload.aud) && payload.aud.length > 1;
  if (several && payload.azp === undefined) throw invalid("Several audiences and no authorized party.");
  if (payload.azp !== undefined && payload.azp !== clientId) throw invalid("Meant for another party (azp).");
  return payload;
}

async function exchange(
  connection: OidcConnection,
  provider: OidcMetadata,
  code: string,
  secrets: OidcSecrets,
): Promise<z.output<typeof tokenAnswer>> {
  const { settings, clientSecret } = connection;
  const methods = provider.token_endpoint_auth_methods_supported;
  const usesPost = methods !== undefined && !methods.includes("client_secret_basic");
  const part = (text: string) => encodeURIComponent(text).replace(/%20/g, "+");
  const basic = Buffer.from(`${part(settings.client_id)}:${part(clientSecret)}`).toString("base64");
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: callbackUrl(connection.id),
    code_verifier: secrets.verifier,
    ...(usesPost && { client_id: settings.client_id, client_secret: clientSecret }),
  });
  const answer = await safeFetch(provider.token_endpoint, {
    method: "POST",
    headers: {
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
      ...(!usesPost && { authorization: `Basic ${basic}` }),
    },
    body: body.toString(),
  }).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
    throw new SsoError("sso_unreachable", `${provider.token_endpoint}: ${error.message}`, error);
  });
  const json = readJson(answer.body);
  if (answer.status !== 200) {
    const named = z.object({ error: z.string() }).safeParse(json).data?.error ?? "";
    throw new SsoError(
      "sso_provider_refused",
      `The token endpoint answered ${answer.status} ${named}`.trim().slice(0, 300),
    );
  }
  const parsed = tokenAnswer.safeParse(json);
  if (!parsed.success) throw invalid("The token endpoint gave no ID token.");
  return parsed.data;
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    return null;
  }
}

/** Left half of the hash that belongs to the ID token's algorithm (Core 3.1.3.6). EdDSA's differs by curve: let be. */
function isHashOf(atHash: string, accessToken: string | undefined, idToken: string): boolean {
  const header = readJson(Buffer.from(idToken.split(".")[0] ?? "", "base64url"));
  const bits = /^(?:RS|PS|ES)(256|384|512)$/.exec(String((header as { alg?: unknown } | null)?.alg))?.[1];
  if (!bits) return true;
  const digest = createHash(`sha${bits}`)
    .update(accessToken ?? "")
    .digest();
  return digest.subarray(0, digest.length / 2).toString("base64url") === atHash;
}

function invalid(detail: string, cause?: unknown): SsoError {
  return new SsoError("sso_response_invalid", detail, cause);
}
