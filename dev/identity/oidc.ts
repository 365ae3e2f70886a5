import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { oidcListener } from "./oidc-listener";
import { type IdentityPerson, PEOPLE } from "./people";

export type OidcStandIn = { issuer: string; clientId: string; clientSecret: string; stop(): Promise<void> };

type Options = {
  port?: number;
  redirectUris: readonly string[];
  people?: readonly IdentityPerson[];
  clientId?: string;
  clientSecret?: string;
};

/** A workspace's own OpenID Connect provider on this machine, with groups. */
export async function startOidcProvider(options: Options): Promise<OidcStandIn> {
  const { redirectUris, people = PEOPLE, port = 0 } = options;
  const { clientId = "atrium", clientSecret = "atrium-stand-in-secret" } = options;
  let answer: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const claimsOf = (name: string) => {
    const person = people.find(({ id }) => id === name);
    return person && claimsOfPerson(person);
  };
  answer = oidcListener({ issuer, clientId, clientSecret, redirectUris, claimsOf });
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

export function claimsOfPerson(person: IdentityPerson) {
  return {
    sub: `oidc|${person.id}`,
    email: person.email,
    email_verified: person.emailVerified ?? true,
    given_name: person.firstName,
    family_name: person.lastName,
    groups: person.groups,
  };
}
