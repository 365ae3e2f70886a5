// Generates the Prisma client, offline. Plain JavaScript: npm runs it right after installing.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const schemaFolder = path.join(root, "prisma", "schema");

if (!hasModels()) {
  console.log("No Prisma models yet: nothing to generate.");
  process.exit(0);
}

const engine = path.join(root, "dev", "prisma", "no-engine.mjs");
try {
  chmodSync(engine, 0o755);
} catch {
  // A read-only checkout keeps the mode that git gave it.
}
const result = spawnSync(
  process.execPath,
  [path.join(root, "node_modules", "prisma", "build", "index.js"), "generate", "--schema", schemaFolder],
  {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: engine,
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      // prisma.config.ts may name it; generating never connects.
      DATABASE_URL: process.env.DATABASE_URL ?? "postgres://none@127.0.0.1:1/none",
    },
  },
);
if (result.status !== 0) {
  process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error ?? ""}\n`);
  process.exit(1);
}
console.log("Prisma client generated.");

function hasModels() {
  if (!existsSync(schemaFolder)) return false;
  const files = readdirSync(schemaFolder).filter((name) => name.endsWith(".prisma"));
  return files.some((name) => /^\s*model\s/m.test(readFileSync(path.join(schemaFolder, name), "utf8")));
}
