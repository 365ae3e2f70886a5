import http from "node:http";
import { expect, test } from "./fixtures";
import { product } from "./product";

type Answer = { status: number; headers: http.IncomingHttpHeaders; body: string };

/** One raw request: what a browser would never send. */
function send(options: http.RequestOptions, body?: string): Promise<Answer> {
  const { port, host } = new URL(product.root);
  return new Promise((resolve, reject) => {
    const request = http.request(
      { hostname: "127.0.0.1", port, path: "/", ...options, headers: { host, ...options.headers } },
      (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

test("hosts that are not ours are misdirected, and unknown workspaces say so", async () => {
  for (const host of [
    "evil.example",
    "atrium.localhost.evil.example",
    "atrium.localhost:1",
    "xatrium.localhost",
  ]) {
    expect((await send({ headers: { host } })).status, host).toBe(421);
  }
  const { host } = new URL(product.root);
  const unknown = await send({ headers: { host: `nobody-here.${host}` } });
  expect(unknown.body).toContain("There is no workspace at this address");
});

test("methods, sizes and shapes that nothing here accepts are refused before the application", async () => {
  expect((await send({ method: "TRACE" })).status).toBe(405);
  const path = "/api/auth-flows/sign-in";
  const json = { "content-type": "application/json", origin: product.root };
  const large = JSON.stringify({ email: "x".repeat(1_100_000) });
  const tooLarge = await send(
    { method: "POST", path, headers: { ...json, "content-length": large.length } },
    large,
  ).catch(() => ({ status: 413 }));
  expect(tooLarge.status).toBe(413);
  const chunked = { method: "POST", path, headers: { ...json, "transfer-encoding": "chunked" } };
  expect((await send(chunked, "{}")).status).toBe(411);
  expect((await send({ method: "POST", path, headers: json }, '{"email":')).status).toBe(400);
  expect((await send({ method: "POST", path, headers: { origin: product.root } }, "a=b")).status).toBe(415);
  expect((await send({ method: "POST", path, headers: json }, '{"email":1}')).status).toBe(422);
});

test("another origin cannot sign anybody in, and forged headers choose nothing", async () => {
  const path = "/api/auth-flows/sign-in";
  const json = { "content-type": "application/json" };
  for (const origin of ["https://evil.example", product.root.replace("://", "://acme."), "null"]) {
    const answer = await send({ method: "POST", path, headers: { ...json, origin } }, "{}");
    expect(answer.status, origin).toBe(403);
  }
  const forged = {
    "x-forwarded-host": "acme.atrium.localhost",
    "x-middleware-subrequest": "middleware",
    "x-tenant-id": "1",
  };
  const answer = await send({ path: "/api/v1/users", headers: forged });
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.body)).toMatchObject({ code: "unauthenticated" });
});

test("every answer carries the security headers", async () => {
  for (const path of ["/", "/no/such/page", "/api/v1/users", "/api/no-such-endpoint"]) {
    const { headers } = await send({ path });
    expect(headers["strict-transport-security"], path).toContain("max-age=");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["x-powered-by"], path).toBeUndefined();
    if (!path.startsWith("/api"))
      expect(headers["content-security-policy"], path).toContain("'strict-dynamic'");
  }
});
