import { afterAll, expect, test } from "vitest";
import { testEnvironment } from "@/dev/vitest/environment";
import { env } from "@/lib/infra/env";
import { openSession, sealSession } from "./session-cookie";

Object.assign(process.env, testEnvironment("postgres://nobody@127.0.0.1:1/none"));
const HOST = "acme.atrium.localhost:3000";
const own = env().NEXTAUTH_SECRET;
const cookieOf = (setCookie: string) => setCookie.split(";")[0] ?? "";

afterAll(() => Object.assign(env(), { NEXTAUTH_SECRET: own, NEXTAUTH_SECRET_PREVIOUS: undefined }));

test("a session made with the secret before opens during the rotation, and not after it", async () => {
  const old = cookieOf(await sealSession("sid-1", HOST));
  Object.assign(env(), { NEXTAUTH_SECRET: "new-".repeat(10), NEXTAUTH_SECRET_PREVIOUS: own });
  expect(await openSession(old, HOST)).toBe("sid-1");
  const fresh = cookieOf(await sealSession("sid-2", HOST));
  Object.assign(env(), { NEXTAUTH_SECRET_PREVIOUS: undefined });
  expect(await openSession(fresh, HOST)).toBe("sid-2");
  expect(await openSession(old, HOST)).toBeNull();
});
