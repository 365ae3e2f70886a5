import { beforeAll, expect, test } from "vitest";
import { testEnvironment } from "@/dev/vitest/environment";

const HOST = "acme.atrium.localhost:3000";
let cookies: typeof import("./session-cookie");
let value: string;

beforeAll(async () => {
  Object.assign(process.env, testEnvironment("postgres://unused@127.0.0.1:1/none"));
  cookies = await import("./session-cookie");
  value = (await cookies.sealSession("the-sid", HOST)).split(";")[0]?.split("=").slice(1).join("=") ?? "";
});

const header = (content: string) => `${cookies.SESSION_COOKIE}=${content}`;

test("is bound to its host by name and by content", async () => {
  const set = await cookies.sealSession("the-sid", HOST);
  expect(set).toMatch(/^__Host-/);
  expect(set).toContain("; Path=/; HttpOnly; Secure; SameSite=Lax");
  expect(set).not.toMatch(/domain=/i);
  expect(await cookies.openSession(header(value), HOST)).toBe("the-sid");
  for (const other of ["atrium.localhost:3000", "other.atrium.localhost:3000", "acme.atrium.localhost", ""]) {
    expect(await cookies.openSession(header(value), other)).toBeNull();
  }
});

test("tossed cookies change nothing", async () => {
  const bad = [
    `${header(value)}; ${header(value)}`,
    `${header("x")}; ${header(value)}`,
    `${cookies.SESSION_COOKIE}.0=${value}`,
    `${cookies.SESSION_COOKIE}.1=${value}; ${cookies.SESSION_COOKIE}.0=x`,
    `${cookies.SESSION_COOKIE}x=${value}`,
    `atrium.session=${value}`,
    `next-auth.session-token=${value}`,
    header(""),
    header("x".repeat(8192)),
    header(`"${value}"`),
  ];
  for (const cookie of bad) expect(await cookies.openSession(cookie, HOST), cookie.slice(0, 40)).toBeNull();
  const tossed = `${cookies.SESSION_COOKIE}.1=evil; ${header(value)}; ${cookies.SESSION_COOKIE}.9=evil`;
  expect(await cookies.openSession(tossed, HOST)).toBe("the-sid");
});

test("no changed, foreign or old token opens", async () => {
  const { encode } = await import("next-auth/jwt");
  const token = { sid: "the-sid", host: HOST };
  const forged = [
    await encode({ token, secret: "another-secret-another-secret-00000000" }),
    await encode({ token: { host: HOST }, secret: process.env.NEXTAUTH_SECRET ?? "" }),
    await encode({ token: { sid: 7, host: HOST }, secret: process.env.NEXTAUTH_SECRET ?? "" }),
    await encode({ token, secret: process.env.NEXTAUTH_SECRET ?? "", maxAge: -3600 }),
    `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(token)).toString("base64url")}.`,
    "a.b.c.d.e",
  ];
  const flipped = [...value].flatMap((character, index) => {
    if (character === "." || index % 3 !== 0) return [];
    // The last character of a segment holds padding bits that decode alike.
    if (value[index + 1] === "." || index === value.length - 1) return [];
    return [value.slice(0, index) + (character === "A" ? "B" : "A") + value.slice(index + 1)];
  });
  for (const content of [...forged, ...flipped]) {
    expect(await cookies.openSession(header(content), HOST)).toBeNull();
  }
  expect(flipped.length).toBeGreaterThan(50);
});

test("control: next-auth's own reader takes a tossed cookie, on any host", async () => {
  const { getToken } = await import("next-auth/jwt");
  const read = await getToken({
    req: { cookies: { [`${cookies.SESSION_COOKIE}.0`]: value }, headers: { host: "evil.test" } } as never,
    cookieName: cookies.SESSION_COOKIE,
    secret: process.env.NEXTAUTH_SECRET ?? "",
  });
  expect(read?.sid).toBe("the-sid");
});
