import {
  createServer,
  request as forward,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { createEmulator } from "emulate";
import { freePort } from "../environment/ports";
import { DEMO_SSO, demoSsoHost, demoSsoIssuer } from "../identity/demo";
import { claimsOfPerson } from "../identity/oidc";
import { oidcListener } from "../identity/oidc-listener";
import { PEOPLE as IDENTITY_PEOPLE } from "../identity/people";
import { OIDC_PEOPLE, PEOPLE } from "./people";
import { type SocialHost, socialEnvironment } from "./settings";

type Social = { port: number; env: Record<string, string>; stop: () => Promise<void> };

/**
 * Google, GitHub and Microsoft (emulate) and Auth0 and Cognito (oidc-provider) on one port, by host name. They let
 * everybody in as whomever they choose, so never for production.
 */
export async function startSocial(options: { port: number; rootUrl: string }): Promise<Social> {
  const listeners = new Map<string, RequestListener>();
  const server = createServer((request, response) => {
    const { host = "" } = request.headers;
    const listener = listeners.get(host) ?? listeners.get(host.split(".")[0] ?? "");
    if (listener) listener(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(options.port, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const env = socialEnvironment(port);
  const callback = (id: string) => `${options.rootUrl}/api/auth/callback/${id}`;
  const emulators = await Promise.all([
    emulate("google", env.GOOGLE_API_BASE ?? "", {
      users: [PEOPLE.google],
      oauth_clients: [
        {
          client_id: env.GOOGLE_CLIENT_ID,
          client_secret: env.GOOGLE_CLIENT_SECRET,
          name: "Atrium",
          redirect_uris: [callback("google")],
        },
      ],
    }),
    emulate("github", env.GITHUB_API_BASE ?? "", {
      users: [PEOPLE.github],
      oauth_apps: [
        {
          client_id: env.GITHUB_CLIENT_ID,
          client_secret: env.GITHUB_CLIENT_SECRET,
          name: "Atrium",
          redirect_uris: [callback("github")],
        },
      ],
    }),
    emulate("microsoft", env.MICROSOFT_API_BASE ?? "", {
      users: [PEOPLE.microsoft],
      oauth_clients: [
        {
          client_id: env.MICROSOFT_CLIENT_ID,
          client_secret: env.MICROSOFT_CLIENT_SECRET,
          name: "Atrium",
          redirect_uris: [callback("azure-ad")],
        },
      ],
    }),
  ]);
  for (const { name, listener } of emulators) listeners.set(name, listener);
  for (const name of ["auth0", "cognito"] as const) {
    const setting = (key: string) => env[`${name.toUpperCase()}_${key}`] ?? "";
    const listener = oidcListener({
      issuer: setting("ISSUER"),
      clientId: setting("CLIENT_ID"),
      clientSecret: setting("CLIENT_SECRET"),
      redirectUris: [callback(name)],
      claimsOf,
    });
    listeners.set(name, listener);
  }
  listeners.set(demoSsoHost(port), workspaceProvider(port, options.rootUrl));
  return {
    port,
    env,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await Promise.all(emulators.map(({ close }) => close()));
    },
  };
}

/** The demo workspace's own provider. */
function workspaceProvider(port: number, rootUrl: string): RequestListener {
  const { connectionId, clientId, clientSecret } = DEMO_SSO;
  return oidcListener({
    issuer: demoSsoIssuer(port),
    clientId,
    clientSecret,
    redirectUris: [`${rootUrl}/api/auth-flows/sso/${connectionId}/callback`],
    claimsOf: (name) => {
      const person = IDENTITY_PEOPLE.find(({ id }) => id === name);
      return person && claimsOfPerson(person);
    },
  });
}

/** Auth0 and Cognito ask for a name; any password is good. */
function claimsOf(id: string) {
  const person = OIDC_PEOPLE[id];
  if (!person) return undefined;
  return {
    sub: `demo|${id}`,
    email: person.email,
    email_verified: person.verified,
    given_name: person.firstName,
    family_name: person.lastName,
    name: `${person.firstName} ${person.lastName}`,
  };
}

async function emulate(
  name: Extract<SocialHost, "google" | "github" | "microsoft">,
  baseUrl: string,
  seed: unknown,
) {
  const port = await freePort();
  const emulator = await createEmulator({ service: name, port, baseUrl, seed: { [name]: seed } } as never);
  return {
    name,
    listener: (request: IncomingMessage, response: ServerResponse) => pass(request, response, port),
    close: () => emulator.close(),
  };
}

/** Hands a request on to the port where an emulator listens. */
function pass(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url, headers } = request;
  const onward = forward({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.writeHead(502).end());
  request.pipe(onward);
}
