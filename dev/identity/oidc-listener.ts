import type { RequestListener } from "node:http";
import { Provider } from "oidc-provider";

export type OidcClaims = { sub: string; email: string; email_verified: boolean } & Record<string, unknown>;

export type OidcListenerOptions = {
  /** May have a path: the provider then answers below it. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  redirectUris: readonly string[];
  /** What is said of whoever typed this name; undefined for nobody. */
  claimsOf: (name: string) => OidcClaims | undefined;
};

/**
 * A certified OpenID Connect provider (oidc-provider). Its own pages ask for a name and any password, then for consent.
 * Never for production: it knows everybody's password because there is none.
 */
export function oidcListener(options: OidcListenerOptions): RequestListener {
  const { issuer, clientId, clientSecret, redirectUris, claimsOf } = options;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [...redirectUris],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["given_name", "family_name", "name"],
      groups: ["groups"],
    },
    scopes: ["openid", "email", "profile", "groups"],
    // Claims of the scopes go into the ID token, as Entra, Okta and Keycloak put them there.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ["stand-in"] },
    ttl: { Session: 3600, Grant: 3600, Interaction: 600, AccessToken: 3600, IdToken: 3600 },
    findAccount: (_context: unknown, name: string) => {
      const claims = claimsOf(name);
      return claims && { accountId: name, claims: () => claims };
    },
  });
  return mounted(provider.callback(), new URL(issuer).pathname.replace(/\/$/, ""));
}

/** What Express does for a mounted application; the library makes its addresses from it. */
function mounted(answer: RequestListener, mount: string): RequestListener {
  if (!mount) return answer;
  return (request, response) => {
    if (!request.url?.startsWith(mount)) {
      response.writeHead(404).end();
      return;
    }
    Object.assign(request, { originalUrl: request.url, baseUrl: mount });
    request.url = request.url.slice(mount.length) || "/";
    answer(request, response);
  };
}
