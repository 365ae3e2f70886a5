import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { FOLDERS, PAGES } from "@/e2e/pages";

/** Pages that need a story of their own, with the spec that tells it and the words there that open them. */
const ELSEWHERE: Record<string, { spec: string; words: string; why: string }> = {
  "site/switch": { spec: "sign-in", words: "/switch?to=", why: "shows nothing: it leads on" },
  "site/onboarding": {
    spec: "onboarding",
    words: 'onRoot("/onboarding")',
    why: "shows nothing: it leads on",
  },
  "site/onboarding/workspace": {
    spec: "onboarding",
    words: "/onboarding/workspace",
    why: "a step of a story",
  },
  "site/onboarding/provisioning": {
    spec: "onboarding",
    words: "Create workspace",
    why: "stands for seconds",
  },
  "site/onboarding/invite": {
    spec: "onboarding",
    words: '"invite", "agent", "plan"',
    why: "a step of a story",
  },
  "site/onboarding/agent": {
    spec: "onboarding",
    words: '"invite", "agent", "plan"',
    why: "a step of a story",
  },
  "site/onboarding/plan": {
    spec: "onboarding",
    words: '"invite", "agent", "plan"',
    why: "a step of a story",
  },
  "portal/[tenant]/sign-in": {
    spec: "branding",
    words: "/sign-in?next=",
    why: "only where a look is published",
  },
  "portal/[tenant]/billing/success": { spec: "billing", words: "/billing/success", why: "needs a payment" },
  "admin/support/hand-over": { spec: "support", words: "Start session", why: "shows nothing: it leads on" },
};

const files = readdirSync("app", { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll(path.sep, "/"))
  .filter((name) => path.posix.basename(name) === "page.tsx")
  .map((name) => path.posix.dirname(name));

/** The folders of app/ whose pages the browser opens one by one, or an unknown one of the list. */
function visited(): string[] {
  return Object.entries(PAGES).flatMap(([area, paths]) =>
    paths.map((address) => {
      const folder = FOLDERS[area as keyof typeof PAGES];
      const plain = path.posix.join(folder, address.replace(/\?.*$/, "")).replace(/\/$/, "");
      return files.includes(plain) ? plain : (files.find((file) => pattern(file).test(plain)) ?? plain);
    }),
  );
}

const pattern = (file: string) =>
  new RegExp(`^${file.replace(/[[\]]/g, "\\$&").replace(/(?<=site.*)\\\[\w+\\\]/g, "[^/[]+")}$`);

test("every page file is opened by the browser's list or by a spec that says why", () => {
  expect(files.length).toBeGreaterThan(80);
  const known = [...visited(), ...Object.keys(ELSEWHERE)];
  expect(files.filter((file) => !known.includes(file))).toEqual([]);
  expect(known.filter((file) => !files.includes(file))).toEqual([]);
});

test("no exception outlives its spec", () => {
  for (const [file, { spec, words }] of Object.entries(ELSEWHERE)) {
    const name = `e2e/${spec}.spec.ts`;
    expect(existsSync(name), file).toBe(true);
    expect(readFileSync(name, "utf8"), file).toContain(words);
    expect(visited(), `${file} is in both lists`).not.toContain(file);
  }
});
