import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Provisioning writes the founder, who is the first seat; an entry of a directory that begins inactive is no member. */
const DOORS = [
  "lib/access/members/add-member.ts",
  "lib/access/scim/membership/set-membership.ts",
  "lib/lifecycle/provisioning/steps.ts",
];
const WRITES = /\bmembership\.(create|createMany|upsert)\(|insert\s+into\s+shared\.memberships\b/i;

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "generated" || path === "lib/testing" ? [] : sources(path);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts") ? [path] : [];
  });
}

test("nobody becomes a member but through addMember(), where the seats are counted", () => {
  const writers = [...sources("lib"), ...sources("worker")].filter((path) =>
    WRITES.test(readFileSync(path, "utf8")),
  );
  expect(writers.sort()).toEqual(DOORS);
  expect("await tx.membership.upsert({").toMatch(WRITES);
});
