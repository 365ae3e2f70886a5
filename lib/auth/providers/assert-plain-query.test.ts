import { beforeAll, expect, test } from "vitest";
import { HOSTILE_URLS } from "@/dev/prove/access/redirects/hostile-urls";
import { testEnvironment } from "@/dev/vitest/environment";
import { assertPlainQuery } from "./assert-plain-query";

beforeAll(() => {
  Object.assign(process.env, testEnvironment("postgres://localhost/none"));
});

const passes = (name: string, value: string) => {
  try {
    assertPlainQuery(new URLSearchParams({ [name]: value }));
    return true;
  } catch {
    return false;
  }
};

test("no hostile address reaches next-auth, as where to go back to or as an error", () => {
  expect(HOSTILE_URLS.filter((url) => passes("callbackUrl", url) && !/^\/[^/\\]/.test(url))).toEqual([]);
  expect(HOSTILE_URLS.filter((url) => passes("error", url) && /[^\w.-]/.test(url))).toEqual([]);
});

test("our own paths, whole or not, and a provider's codes do", () => {
  for (const url of ["/sign-in", "/sign-in?to=acme", "http://atrium.localhost:3000/sign-in?next=%2Fa"]) {
    expect([url, passes("callbackUrl", url)]).toEqual([url, true]);
  }
  for (const code of ["access_denied", "OAuthCallback"])
    expect([code, passes("error", code)]).toEqual([code, true]);
  expect(passes("error_description", "The user said: no!")).toBe(true);
});
