import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { RouteHandler } from "@/lib/api/route";

/** The closed list of route files that declare nothing: others own their protocols. */
export const UNDECLARED = [
  "app/api/[...path]/route.ts",
  "app/api/auth/[...nextauth]/route.ts",
  "app/api/health/route.ts",
  "app/api/saml/[id]/acs/route.ts",
  "app/api/scim/v2/[...path]/route.ts",
  "app/api/webhooks/stripe/route.ts",
];

const METHODS = new Set(["GET", "POST", "PUT", "PATCH", "DELETE"]);
const SETTINGS = new Set(["runtime", "dynamic", "maxDuration", "revalidate"]);

export type LoadedRoutes = { routes: RouteHandler[]; offenders: string[] };

/**
 * Imports every route file of the product and collects its declarations. A file that exports anything else, or whose
 * path, method or folder disagrees with its declaration, is an offender.
 */
export async function loadRoutes(root = process.cwd()): Promise<LoadedRoutes> {
  const files = readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" })
    .filter((name) => path.basename(name) === "route.ts")
    .map((name) => path.posix.join("app", name.replaceAll(path.sep, "/")))
    .filter((file) => !UNDECLARED.includes(file))
    .sort();
  const loaded = await Promise.all(
    files.map(async (file) => {
      const module: unknown = await import(/* @vite-ignore */ pathToFileURL(path.join(root, file)).href);
      return inspectRoute(file, module);
    }),
  );
  return {
    routes: loaded.flatMap(({ routes }) => routes),
    offenders: loaded.flatMap(({ offenders }) => offenders),
  };
}

/** The declarations of one route module, and what is wrong with it. */
export function inspectRoute(file: string, module: unknown): LoadedRoutes {
  const routes: RouteHandler[] = [];
  const offenders: string[] = [];
  const expected = `/${file.replace(/^app\//, "").replace(/\/route\.ts$/, "")}`.replace(
    /\[([^\]]+)\]/g,
    "{$1}",
  );
  if (typeof module !== "object" || module === null) return { routes, offenders: [`${file} is no module`] };
  for (const [name, value] of Object.entries(module).sort(([a], [b]) => a.localeCompare(b))) {
    if (SETTINGS.has(name)) continue;
    if (!METHODS.has(name) || !isRoute(value)) offenders.push(`${file} exports ${name}, which is no route()`);
    else if (value.spec.method !== name) offenders.push(`${file} exports ${value.spec.method} as ${name}`);
    else if (value.spec.path !== expected) offenders.push(`${file} declares ${value.spec.path}`);
    else routes.push(value);
  }
  return { routes, offenders };
}

function isRoute(value: unknown): value is RouteHandler {
  return typeof value === "function" && "spec" in value;
}
