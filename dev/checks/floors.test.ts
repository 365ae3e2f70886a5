import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const FLOOR = /^\| ([\w@/, -]+?)\s+\| (\d+\.\d+\.\d+)\s+\|/gm;

type Lock = { packages: Record<string, { version?: string }> };

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
const document = readFileSync("docs/security.md", "utf8");

function isAtLeast(version: string, floor: string): boolean {
  const [a, b] = [version, floor].map((text) => text.split("-")[0]?.split(".").map(Number) ?? []);
  for (const index of [0, 1, 2]) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Versions of every copy of a package in the tree that are older than the floor. */
function below(name: string, floor: string, packages: Lock["packages"]): string[] {
  return Object.entries(packages)
    .filter(([path, entry]) => path.endsWith(`node_modules/${name}`) && entry.version)
    .map(([, entry]) => entry.version ?? "")
    .filter((version) => !isAtLeast(version, floor));
}

test("no dependency is older than the floor that docs/security.md names", () => {
  const floors = [...document.matchAll(FLOOR)].flatMap(([, names = "", version = ""]) =>
    names.split(",").map((name) => ({ name: name.trim(), version })),
  );
  expect(floors.length).toBeGreaterThanOrEqual(5);
  expect(floors.flatMap(({ name, version }) => below(name, version, lock.packages))).toEqual([]);
});

test("an older copy anywhere in the tree is found", () => {
  const packages = { "node_modules/x/node_modules/next": { version: "16.4.0" } };
  expect(below("next", "16.4.1", packages)).toEqual(["16.4.0"]);
});

test("the lock file names no registry", () => {
  expect(readFileSync("package-lock.json", "utf8")).not.toContain('"resolved"');
});
