import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

/** Layers from foundation to surface: a file imports from its own layer or from one listed before it. */
const LAYERS = [
  "lib/core",
  "lib/infra",
  "lib/tenancy",
  "lib/entitlements",
  "lib/audit",
  "lib/notifications",
  "lib/auth",
  "lib/access",
  "lib/usage",
  "lib/billing",
  "lib/teams",
  "lib/agents",
  "lib/workflows",
  "lib/compliance",
  "lib/lifecycle",
  "lib/back-office",
  "lib/api",
  "components",
  "app",
];
/** Imported by tests, seeds and e2e only, so it may look at everything. */
const OUTSIDE_LAYERS = ["lib/testing"];

/** What components may take values from; types are free. */
const CLIENT_SAFE = /^lib\/core\/|^lib\/[a-z/-]+\/schema$|^lib\/[a-z-]+\/catalogue$|^lib\/api\/client$/;

const ROOT = resolve(import.meta.dirname, "..");
const IMPORT =
  /(?:^|[\s;])(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s*)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

type Edge = { from: string; to: string; typeOnly: boolean };
type Source = { path: string; text: string };

function sources(folder: string): Source[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (path === "lib/infra/prisma") return [];
    if (statSync(join(ROOT, path)).isDirectory()) return sources(path);
    const isSource = /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name);
    return isSource ? [{ path, text: readFileSync(join(ROOT, path), "utf8") }] : [];
  });
}

function edges({ path, text }: Source): Edge[] {
  return [...text.matchAll(IMPORT)].flatMap((match) => {
    const target = match[2] ?? match[3] ?? "";
    const typeOnly = Boolean(match[1]);
    if (target.startsWith("@/")) return [{ from: path, to: target.slice(2), typeOnly }];
    if (!target.startsWith(".")) return [];
    return [{ from: path, to: relative(ROOT, resolve(ROOT, dirname(path), target)), typeOnly }];
  });
}

const layerOf = (path: string) => LAYERS.findIndex((layer) => path === layer || path.startsWith(`${layer}/`));
const isOutside = (path: string) => OUTSIDE_LAYERS.some((folder) => path.startsWith(`${folder}/`));
const show = (edge: Edge) => `${edge.from} -> ${edge.to}`;

function upward(all: Edge[]): string[] {
  return all
    .filter((edge) => layerOf(edge.from) !== -1 && layerOf(edge.to) > layerOf(edge.from))
    .concat(all.filter((edge) => layerOf(edge.from) !== -1 && isOutside(edge.to)))
    .map(show);
}

function unlisted(folders: string[]): string[] {
  return folders.filter((folder) => layerOf(`lib/${folder}`) === -1 && !isOutside(`lib/${folder}/`));
}

function foreignInternals(all: Edge[]): string[] {
  return all
    .filter((edge) => /\/internal$/.test(edge.to) && dirname(edge.from) !== dirname(edge.to))
    .map(show);
}

function unsafeClientImports(all: Edge[]): string[] {
  return all
    .filter((edge) => edge.from.startsWith("components/") && edge.to.startsWith("lib/"))
    .filter((edge) => !edge.typeOnly && !CLIENT_SAFE.test(edge.to))
    .map(show);
}

function rawSqlOutsideLib(files: Source[]): string[] {
  return files
    .filter(({ path }) => path.startsWith("app/") || path.startsWith("components/"))
    .filter(({ path }) => path !== "app/api/health/route.ts")
    .filter(({ text }) => /@\/lib\/infra\/(database|prisma)|\bwith(Tenant|System)\(/.test(text))
    .map(({ path }) => path);
}

const files = ["lib", "components", "app"].flatMap(sources);
const all = files.flatMap(edges);

describe("the tree", () => {
  test("imports point down the layer list", () => expect(upward(all)).toEqual([]));
  test("every lib folder is in the layer list", () => {
    const folders = readdirSync(join(ROOT, "lib")).filter((name) =>
      statSync(join(ROOT, "lib", name)).isDirectory(),
    );
    expect(unlisted(folders)).toEqual([]);
  });
  test("internal.ts is private to its folder", () => expect(foreignInternals(all)).toEqual([]));
  test("components take values from client-safe files only", () =>
    expect(unsafeClientImports(all)).toEqual([]));
  test("pages and routes hold no SQL and open no transaction", () =>
    expect(rawSqlOutsideLib(files)).toEqual([]));
});

describe("planted violations are caught", () => {
  const plant = (path: string, text: string) => edges({ path, text });
  test("an upward import", () => {
    expect(upward(plant("lib/core/x.ts", 'import { y } from "@/lib/billing/y";'))).toHaveLength(1);
    expect(upward(plant("lib/usage/x.ts", 'export * from "../billing/y";'))).toHaveLength(1);
    expect(upward(plant("app/x.ts", 'import { make } from "@/lib/testing/make";'))).toHaveLength(1);
  });
  test("a folder missing from the list", () => expect(unlisted(["core", "helpers"])).toEqual(["helpers"]));
  test("a foreign internal.ts", () => {
    expect(
      foreignInternals(plant("lib/usage/x.ts", 'import { y } from "@/lib/auth/internal";')),
    ).toHaveLength(1);
  });
  test("a component that imports a verb", () => {
    const bad = 'import { createAgent } from "@/lib/agents/create-agent";';
    expect(unsafeClientImports(plant("components/agents/form.tsx", bad))).toHaveLength(1);
    expect(
      unsafeClientImports(plant("components/agents/form.tsx", bad.replace("import", "import type"))),
    ).toEqual([]);
  });
  test("a page that opens a transaction", () => {
    const bad = { path: "app/portal/page.tsx", text: "await withTenant(ctx, (tx) => tx.role.findMany())" };
    expect(rawSqlOutsideLib([bad])).toEqual(["app/portal/page.tsx"]);
  });
});
