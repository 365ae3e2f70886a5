import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import audit from "@/components/i18n/messages/en/audit.json";

const ROOT = join(import.meta.dirname, "../..");

/** Actions of tenants' own events; those of the control plane are shown in the back-office by their names. */
const TENANT_ACTION =
  /recordEvent\([\s\S]{0,400}?action: (?:[^"\n]*\? )?"([a-z_]+\.[a-z_]+)"(?: : "([a-z_]+\.[a-z_]+)")?/g;

test("every action that a workspace records has words", () => {
  const files = readdirSync(join(ROOT, "lib"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/\.test\.ts$|testing|generated/.test(file))
    .map((file) => readFileSync(join(ROOT, "lib", file), "utf8"));
  const actions = files.flatMap((text) =>
    [...text.matchAll(TENANT_ACTION)].flatMap((match) => match.slice(1)),
  );
  const known = new Set(Object.keys(audit.actions));
  const used = [...new Set(actions.filter((action) => action !== undefined))];
  expect(used.length).toBeGreaterThan(10);
  expect(used.filter((action) => !known.has(action.replaceAll(".", "_")))).toEqual([]);
});
