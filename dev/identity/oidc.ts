import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import { type IdentityPerson, PEOPLE } from "./people";

export type OidcStandIn = { issuer: string; clientId: string; clientSecret: string; stop(): Promise<void> };

type Options = {
  port?: number;
  redirectUris: readonly string[];
  people?: readonly IdentityPerson[];
  clientId?: string;
  clientSecret?: string;
};

/**
 * An OpenID Connect provider (oidc-provider, certified) on this machine. Its own pages ask for a name and any
 * password, then for consent. Never for production: it knows everybody's password because there is none.
 */
export async function startOidcProvider(options: Options): Promise<OidcStandIn> {
  const {
    redirectUris,
    people = PEOPLE,
    clientId = "atrium",
    clientSecret = "atrium-stand-in-secret",
  } = options;
  let answer: import("node:http").RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((done) => server.listen(options.port ?? 0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
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
    findAccount: (_context: unknown, id: string) => accountOf(people, id),
  });
  answer = provider.callback();
  return {
    issuer,
    clientId,
    clientSecret,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function accountOf(people: readonly IdentityPerson[], id: string) {
  const person = people.find((entry) => entry.id === id);
  if (!person) return undefined;
  return {
    accountId: id,
    claims: () => ({
      sub: `oidc|${id}`,
      email: person.email,
      email_verified: person.emailVerified ?? true,
      given_name: person.firstName,
      family_name: person.lastName,
      groups: person.groups,
    }),
  };
}
