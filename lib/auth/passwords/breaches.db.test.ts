import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { POST as complete } from "@/app/api/auth-flows/password-reset/complete/route";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { POST as signUp } from "@/app/api/auth-flows/sign-up/route";
import { PUT as putPassword } from "@/app/api/v1/me/password/route";
import { issueToken } from "@/lib/auth/tokens/issue-token";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeUser } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { rangeList } from "./range-list";

const LEAKED = "vivid otter paints 73 barns";
const FINE = "seven quiet lanterns 42";

// Before anything reads the environment: a peer that speaks the range protocol.
const peer = await vi.hoisted(async () => {
  const { createServer } = await import("node:http");
  const peer = {
    answer: (_request: IncomingMessage, response: ServerResponse) => void response.end(),
    asked: [] as { path: string | undefined; padding: string | string[] | undefined }[],
    url: "",
    close: () => void server.close(),
  };
  const server = createServer((request, response) => {
    peer.asked.push({ path: request.url, padding: request.headers["add-padding"] });
    peer.answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  peer.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  process.env.BREACHED_PASSWORDS_URL = peer.url;
  return peer;
});
afterAll(() => peer.close());

const sha1 = (password: string) => createHash("sha1").update(password).digest("hex").toUpperCase();
/** As the real one answers: CRLF, other hashes of the range, and padding that counts nothing. */
const range = (...own: [password: string, count: number][]) =>
  ["0018A45C4D1DEF81644B54AB7F969B88D65:3"]
    .concat(own.map(([password, count]) => `${sha1(password).slice(5)}:${count}`))
    .concat("00D4F6E8FA6EECAD2A3AA415EEC418D38EC:0")
    .join("\r\n");

beforeEach(() => {
  peer.asked = [];
  peer.answer = (_request, response) => void response.end(range([LEAKED, 12], [FINE, 0]));
});

test("a password that leaked is refused wherever a new one is set; the list sees five characters of a hash", async () => {
  const user = await makeUser();
  await setPassword(user.id, LEAKED);
  const browser = new TestBrowser();
  expect((await browser.call(signIn, { body: { email: user.email, password: LEAKED } })).status).toBe(200);
  expect(peer.asked).toEqual([]);
  const change = { current_password: LEAKED, new_password: LEAKED };
  const reset = async (password: string) => {
    const token = await withSystem((tx) =>
      issueToken(tx, { kind: "password_reset", userId: user.id, ttlSeconds: 60 }),
    );
    return new TestBrowser().call(complete, { body: { token, password } });
  };
  const join = (password: string) => {
    const person = {
      email: `new-${newId().slice(-12)}@example.test`,
      first_name: "Eva",
      last_name: "Jansen",
    };
    return new TestBrowser().call(signUp, { body: { ...person, password, accept_terms: true } });
  };
  for (const [refused, path] of [
    [await join(LEAKED), "password"],
    [await browser.call(putPassword, { body: change }), "new_password"],
    [await reset(LEAKED), "password"],
  ] as const) {
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ errors: [{ path, code: "password_breached" }] });
  }
  expect(new Set(peer.asked.map(({ path }) => path))).toEqual(
    new Set([`/range/${sha1(LEAKED).slice(0, 5)}`]),
  );
  expect(peer.asked.map(({ padding }) => padding)).toEqual(["true", "true", "true"]);
  // A count of 0 is padding.
  expect((await reset(FINE)).status).toBe(200);
  expect((await join(FINE)).status).toBe(202);
});

test("a list that fails, talks nonsense or takes more than two seconds refuses nobody", async () => {
  const list = rangeList(peer.url);
  expect(await list.countOf(LEAKED)).toBe(12);
  const { assertUnbreached } = await import("./assert-unbreached");
  for (const answer of [
    (response: ServerResponse) => response.writeHead(503).end(range([LEAKED, 12])),
    (response: ServerResponse) => response.end("<html>captive portal</html>"),
    (response: ServerResponse) => response.destroy(),
    (response: ServerResponse) => setTimeout(() => response.end(range([LEAKED, 12])), 4_000).unref(),
  ]) {
    peer.answer = (_request, response) => void answer(response);
    const startedAt = performance.now();
    await assertUnbreached(LEAKED);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  }
});
