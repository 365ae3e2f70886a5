import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testEnvironment } from "@/dev/vitest/environment";
import { adminUrl, rootUrl, tenantUrl } from "./hosts";
import { domainUrl } from "./resolve-host";

beforeAll(() => {
  const variables = testEnvironment("postgres://127.0.0.1/none");
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
});
afterAll(() => vi.unstubAllEnvs());

test.each([
  "//evil.example/x",
  "/\\evil.example",
  "https://evil.example",
  "\\\\evil.example",
  "\t//evil.example",
])("%j leads to no other host", (path) => {
  const hosts = [
    rootUrl(path),
    tenantUrl("acme", path),
    adminUrl(path),
    domainUrl("portal.acme-shop.com", path),
  ];
  expect(hosts.map((url) => new URL(url).host)).toEqual([
    "atrium.localhost:3000",
    "acme.atrium.localhost:3000",
    "admin.atrium.localhost:3000",
    "portal.acme-shop.com:3000",
  ]);
});

test("paths and queries stay as they are", () => {
  expect(tenantUrl("acme", "/agents?x=1#a")).toBe("http://acme.atrium.localhost:3000/agents?x=1#a");
  expect(rootUrl()).toBe("http://atrium.localhost:3000/");
});
