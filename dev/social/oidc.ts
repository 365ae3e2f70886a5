import type { RequestListener } from "node:http";
import { OIDC_PEOPLE } from "./people";

type ProviderClass = new (
  issuer: string,
  configuration: Record<string, unknown>,
) => { callback(): RequestListener };

type Options = { issuer: string; clientId: string; clientSecret: string; redirectUri: string };

/** A certified OpenID Connect provider (oidc-provider) that answers as Auth0 and Cognito do. */
export async function oidcListener(options: Options): Promise<RequestListener> {
  // The library has no types; what is used of it stands above.
  const { Provider } = (await import("oidc-provider" as string)) as { Provider: ProviderClass };
  const mount = new URL(options.issuer).pathname.replace(/\/$/, "");
  const provider = new Provider(options.issuer, {
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        redirect_uris: [options.redirectUri],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["given_name", "family_name", "name"],
    },
    scopes: ["openid", "email", "profile"],
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ["stand-in"] },
    ttl: { Session: 3600, Grant: 3600, Interaction: 600, AccessToken: 3600, IdToken: 3600 },
    findAccount: (_context: unknown, id: string) => accountOf(id),
  });
  const answer = provider.callback();
  return (request, response) => {
    if (!mount) return answer(request, response);
    if (!request.url?.startsWith(mount)) {
      response.writeHead(404).end();
      return;
    }
    // What Express does for a mounted application; the library makes its addresses from it.
    Object.assign(request, { originalUrl: request.url, baseUrl: mount });
    request.url = request.url.slice(mount.length) || "/";
    answer(request, response);
  };
}

function accountOf(id: string) {
  const person = OIDC_PEOPLE[id];
  if (!person) return undefined;
  return {
    accountId: id,
    claims: () => ({
      sub: `demo|${id}`,
      email: person.email,
      email_verified: person.verified,
      given_name: person.firstName,
      family_name: person.lastName,
      name: `${person.firstName} ${person.lastName}`,
    }),
  };
}
