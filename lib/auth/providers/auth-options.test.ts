import type { NextAuthOptions } from "next-auth";
import { decode } from "next-auth/jwt";
import { beforeAll, expect, test } from "vitest";
import { testEnvironment } from "@/dev/vitest/environment";

const HOST = "atrium.localhost:3000";
let options: NextAuthOptions;
let secret: string;

beforeAll(async () => {
  Object.assign(process.env, testEnvironment("postgres://unused@127.0.0.1:1/none"), {
    GOOGLE_CLIENT_ID: "google-client",
    GOOGLE_CLIENT_SECRET: "google-secret",
    AUTH0_CLIENT_ID: "only half of it",
    COGNITO_ISSUER: "https://cognito.example/pool",
    COGNITO_CLIENT_ID: "cognito-client",
    COGNITO_CLIENT_SECRET: "cognito-secret",
  });
  const { authOptions } = await import("./auth-options");
  options = authOptions({
    requestId: "test",
    ip: null,
    userAgent: null,
    host: HOST,
    previousSid: null,
    currentUserId: null,
    keep: () => undefined,
    link: null,
    drop: () => undefined,
  });
  secret = process.env.NEXTAUTH_SECRET ?? "";
});

/** next-auth calls callbacks with more than they read here. */
const call = <T>(callback: ((input: never) => T) | undefined, input: object) => callback?.(input as never);

test("offers what is configured in full, never mail or passwords, and asks Cognito for the address", () => {
  expect(options.providers.map((provider) => provider.id)).toEqual(["cognito", "google"]);
  expect(options.providers[0]?.options).toMatchObject({
    authorization: { params: { scope: "openid email profile" } },
  });
});

test("session.update, claims and profiles put nothing into the token", async () => {
  const evil = {
    email: "admin@atrium.example",
    sub: "somebody",
    platformRole: "super_admin",
    sid: "another",
  };
  const token = { sid: "the-sid", host: HOST, name: "x", email: "y", picture: "z", role: "admin" };
  const kept = { sid: "the-sid", host: HOST };
  for (const input of [{ trigger: "update", session: evil }, { user: evil, profile: evil }, {}]) {
    expect(await call(options.callbacks?.jwt, { token, ...input })).toEqual(kept);
  }
  const sealed = await call(options.jwt?.encode, { token: { ...token, ...evil, sid: "the-sid" }, secret });
  const { iat, exp, jti, ...read } = (await decode({ token: await sealed, secret })) ?? {};
  expect(read).toEqual(kept);
  expect(
    await call(options.callbacks?.session, { session: { user: evil, expires: "later" }, token }),
  ).toEqual({
    expires: "later",
  });
});

test("takes no cookie of another host", async () => {
  const sealed = await call(options.jwt?.encode, {
    token: { sid: "the-sid", host: "acme.atrium.localhost:3000" },
  });
  expect(await call(options.jwt?.decode, { token: await sealed })).toBeNull();
  const own = await call(options.jwt?.encode, { token: { sid: "the-sid", host: HOST } });
  expect(await call(options.jwt?.decode, { token: await own })).toEqual({ sid: "the-sid", host: HOST });
});

test("comes back to pages of this site only", async () => {
  const baseUrl = "http://atrium.localhost:3000";
  const go = (url: string) => call(options.callbacks?.redirect, { url, baseUrl });
  expect(await go("/sign-in?to=acme")).toBe(`${baseUrl}/sign-in?to=acme`);
  expect(await go(`${baseUrl}/sign-in?to=acme`)).toBe(`${baseUrl}/sign-in?to=acme`);
  const hostile = [
    "https://evil.test",
    "//evil.test",
    `${baseUrl}.evil.test/x`,
    `${baseUrl}@evil.test`,
    `${baseUrl}//evil.test`,
  ];
  for (const url of hostile) expect(await go(url), url).toBe(`${baseUrl}/sign-in`);
});

test("every cookie it sets stays on this host", () => {
  for (const cookie of Object.values(options.cookies ?? {})) {
    expect(cookie?.name).toMatch(/^__Host-/);
    expect(cookie?.options).toMatchObject({ secure: true, httpOnly: true, path: "/" });
    expect(cookie?.options).not.toHaveProperty("domain");
  }
});
