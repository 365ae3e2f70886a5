import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { databaseManifest, type Manifest } from "@/lib/testing/database-manifest";
import { makeTenant } from "@/lib/testing/make-tenant";
import { schemaName } from "./schema-name";

const FILE = join(process.cwd(), "prisma", "manifest.json");
let manifest: Manifest;

beforeAll(async () => {
  manifest = await databaseManifest(schemaName((await makeTenant()).id));
});

// A change of the database shows up in review as a change of this file: UPDATE_MANIFEST=1 rewrites it.
test("columns, indexes, policies and grants are those of the checked-in manifest", () => {
  if (process.env.UPDATE_MANIFEST) writeFileSync(FILE, `${JSON.stringify(manifest, null, 2)}\n`);
  expect(manifest).toEqual(JSON.parse(readFileSync(FILE, "utf8")));
});

test("Prisma's models name exactly the columns that exist", () => {
  const actual = manifest.columns.map((line) => line.split(" ")[0] ?? "").sort();
  expect(modelColumns(readModels())).toEqual(actual);
});

test("a column that no model names is noticed", () => {
  const models = readModels().replace(/^\s+slug\s.*$/m, "");
  expect(modelColumns(models)).toHaveLength(modelColumns(readModels()).length - 1);
});

function readModels(): string {
  const folder = join(process.cwd(), "prisma", "schema");
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}

/** `schema.table.column` of every scalar field. */
function modelColumns(text: string): string[] {
  const blocks = [...text.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)];
  const models = new Set(blocks.map(([, name]) => name));
  return blocks
    .flatMap(([, , body = ""]) => {
      const table = `${/@@schema\("(\w+)"\)/.exec(body)?.[1]}.${/@@map\("(\w+)"\)/.exec(body)?.[1]}`;
      return [...body.matchAll(/^\s+(\w+)\s+(\w+)(\[\]|\?)?(.*)$/gm)]
        .filter(([, , type]) => !models.has(type))
        .map(([, field, , , rest = ""]) => `${table}.${/@map\("(\w+)"\)/.exec(rest)?.[1] ?? field}`);
    })
    .sort();
}
