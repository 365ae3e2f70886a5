import "server-only";
import * as z from "zod";
import { DomainError } from "@/lib/core/errors";
import { safeFetch } from "@/lib/infra/outgoing/safe-fetch";
import { SsoError } from "../sso-error";

const metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url({ protocol: /^https?$/ }),
  token_endpoint: z.url({ protocol: /^https?$/ }),
  jwks_uri: z.url({ protocol: /^https?$/ }),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});
export type OidcMetadata = z.output<typeof metadata>;

const TTL_MS = 5 * 60_000;
const MAX_KNOWN = 500;
const known = new Map<string, { value: OidcMetadata; readAt: number }>();

/**
 * A provider's own description (OpenID Connect Discovery 1.0). It must call itself by the issuer that was typed, letter
 * for letter: otherwise its answers could never be told from another's. One read within `maxAgeMs` is good enough.
 * @throws SsoError sso_unreachable
 */
export async function discover(issuer: string, maxAgeMs: number = TTL_MS): Promise<OidcMetadata> {
  const cached = known.get(issuer);
  if (cached && cached.readAt + maxAgeMs > Date.now()) return cached.value;
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const parsed = metadata.safeParse(await fetchJson(address));
  if (!parsed.success) {
    throw new SsoError("sso_unreachable", `${address} is no OpenID Connect description.`);
  }
  if (parsed.data.issuer !== issuer) {
    throw new SsoError("sso_unreachable", `This provider calls itself ${parsed.data.issuer}, not ${issuer}.`);
  }
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(issuer, { value: parsed.data, readAt: Date.now() });
  return parsed.data;
}

/** @throws SsoError sso_unreachable */
export async function fetchJson(address: string): Promise<unknown> {
  const answer = await safeFetch(address, { headers: { accept: "application/json" } }).catch(
    (error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      throw new SsoError("sso_unreachable", `${address}: ${error.message}`, error);
    },
  );
  if (answer.status !== 200) throw new SsoError("sso_unreachable", `${address} answered ${answer.status}.`);
  try {
    return JSON.parse(answer.body.toString("utf8")) as unknown;
  } catch (error) {
    throw new SsoError("sso_unreachable", `${address} answered no JSON.`, error);
  }
}
