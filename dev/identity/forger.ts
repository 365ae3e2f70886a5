import { createHmac, createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Claims = Record<string, unknown>;
export type TokenOptions = { alg?: string; key?: KeyObject; kid?: string; secret?: string };

/** An OpenID Connect provider that signs whatever it is told to: for tests and proofs of what must be refused. */
export type OidcForger = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  publicKeyPem: string;
  /** The ID token that the next exchange of this code gives; each code works once. */
  give(code: string, token: string): void;
  sign(claims: Claims, options?: TokenOptions): string;
  /** Form fields of the exchanges so far. */
  exchanges: URLSearchParams[];
  stop(): Promise<void>;
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

export async function startForger(): Promise<OidcForger> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const tokens = new Map<string, string>();
  const exchanges: URLSearchParams[] = [];
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answers: Record<string, unknown> = {
    "/.well-known/openid-configuration": {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
    },
    "/keys": { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "main", use: "sig", alg: "RS256" }] },
  };
  server.on("request", (request, response) => {
    const reply = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.url !== "/token") {
      const known = answers[request.url ?? ""];
      reply(known ? 200 : 404, known ?? {});
      return;
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      exchanges.push(form);
      const code = form.get("code") ?? "";
      const token = tokens.get(code);
      tokens.delete(code);
      if (token === undefined) reply(400, { error: "invalid_grant" });
      else reply(200, { access_token: "access", token_type: "Bearer", id_token: token });
    });
  });
  return {
    issuer,
    clientId: "atrium",
    clientSecret: "forger-client-secret-of-32-characters",
    publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    give: (code, token) => tokens.set(code, token),
    sign: (claims, options = {}) => signToken(claims, { key: privateKey, ...options }),
    exchanges,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function signToken(claims: Claims, options: TokenOptions & { key: KeyObject }): string {
  const { alg = "RS256", kid = "main", secret, key } = options;
  const body = `${encode({ alg, kid, typ: "JWT" })}.${encode(claims)}`;
  if (alg === "none") return `${body}.`;
  const signature = alg.startsWith("HS")
    ? createHmac("sha256", secret ?? "")
        .update(body)
        .digest("base64url")
    : createSign("sha256").update(body).sign(key, "base64url");
  return `${body}.${signature}`;
}
