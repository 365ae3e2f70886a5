import { expect, test } from "vitest";
import { safeNextPath } from "./safe-next-path";

const HOSTILE = [
  "//evil.test",
  "///evil.test",
  "////evil.test",
  "//evil.test/%2f..",
  "//evil.test@atrium.localhost",
  "/\\evil.test",
  "\\\\evil.test",
  "\\/evil.test",
  "/\\/evil.test",
  "//\\evil.test",
  "/\t/evil.test",
  "/\n/evil.test",
  "/\r/evil.test",
  "/\r\n/evil.test",
  "\t//evil.test",
  "\n//evil.test",
  " //evil.test",
  "\u0000//evil.test",
  "/\u0000/evil.test",
  "/\u0001/evil.test",
  "/\u007f/evil.test",
  "/\u0085/evil.test",
  "/\u2028/evil.test",
  "/\u2029/evil.test",
  "/.//evil.test",
  "/..//evil.test",
  "/./..//evil.test",
  "/a/..//evil.test",
  "/a/../..//evil.test",
  "/.//\\evil.test",
  "/%2e//evil.test",
  "/%2e%2e//evil.test",
  "/a/%2e%2e//evil.test",
  "/%2E%2E//evil.test",
  "https://evil.test",
  "http://evil.test",
  "HTTPS://evil.test",
  "https:evil.test",
  "http:/evil.test",
  "https:/\\evil.test",
  "https:///evil.test",
  "ftp://evil.test",
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,<script>",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:https://evil.test/x",
  "mailto:a@evil.test",
  "ws://evil.test",
  "evil.test",
  "evil.test/path",
  "@evil.test",
  ".evil.test",
  "..//evil.test",
  "./",
  "../",
  "?next=//evil.test",
  "#//evil.test",
  "",
  " ",
  " /a",
  "\u3000//evil.test",
  "\uff0f\uff0fevil.test",
  "http://atrium.localhost:3000.evil.test/",
  "http://atrium.localhost:3000@evil.test/",
  "http://atrium.localhost:3000/",
  "/api/auth-flows/accept-hand-off?code=x",
  "/api",
  "/API/v1/me",
  "/a\\..\\..\\evil",
  "/a\u0000",
  `/${"a".repeat(2000)}`,
];
const HARMLESS = [
  "/",
  "/agents",
  "/agents?filter[status]=a,b&cursor=x",
  "/a/b#part",
  "/a//b",
  "/%2f%2fevil.test",
  "/a b",
  "/ü",
  "/@evil.test",
  "/apiary",
];

/** Where a browser on our host would go. */
function destination(path: string): string {
  return new URL(path, "http://acme.atrium.localhost:3000/page").origin;
}

test("refuses every address that leads elsewhere or is no page", () => {
  expect(HOSTILE.length).toBeGreaterThanOrEqual(60);
  expect(HOSTILE.filter((path) => safeNextPath(path) !== null)).toEqual([]);
  expect(safeNextPath(null)).toBeNull();
  expect(safeNextPath(undefined)).toBeNull();
});

test("keeps local paths, and what it returns stays on this host", () => {
  for (const path of HARMLESS) {
    const kept = safeNextPath(path);
    expect(kept, path).not.toBeNull();
    expect(destination(kept ?? ""), path).toBe("http://acme.atrium.localhost:3000");
  }
  expect(safeNextPath("/agents?x=1#y")).toBe("/agents?x=1#y");
});

test("control: a check of the first slash alone would let people be sent away", () => {
  const naive = HOSTILE.filter((path) => path.startsWith("/"));
  const away = naive.filter((path) => destination(path) !== "http://acme.atrium.localhost:3000");
  expect(away.length).toBeGreaterThan(5);
});
