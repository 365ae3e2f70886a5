import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { DomainError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { closePools, ownerPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { loadRoutes } from "@/lib/testing/load-routes";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { sessionCookie } from "@/lib/testing/make-staff";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { sampleBody } from "../../isolation/cases/sample-body";
import { proveFilters } from "./filters";
import type { Guard } from "./instrument";

// Runs in an instrumented copy of the project: each guard is switched off alone, and what it refused must pass.
type Try = () => Promise<string>;
type Seen = { run: Try; hits: Set<number> };

const scope = globalThis as unknown as { __off?: (id: number) => boolean };
const DENIED = "denied";
let hits = new Set<number>();

/** Runs with some guards off; notes which guards were asked. */
async function withOff(off: (id: number) => boolean, run: Try): Promise<string> {
  hits = new Set();
  scope.__off = (id) => {
    hits.add(id);
    return off(id);
  };
  try {
    return await run();
  } catch (error) {
    return `threw ${error instanceof Error ? error.name : "something"}`;
  } finally {
    delete scope.__off;
  }
}

async function main(guardsFile: string, resultFile: string): Promise<void> {
  const guards = JSON.parse(await readFile(guardsFile, "utf8")) as Guard[];
  const kindOf = new Map(guards.map(({ id, kind }) => [id, kind]));
  const tenant = await makeTenant({ planKey: "enterprise" });
  const nobody = await makeNobody(tenant);
  const routeTries = await triesOverRoutes(tenant, nobody);
  const isRoute = (id: number) => kindOf.get(id) === "route";
  // Each layer alone: with the other one switched off.
  const [verbs, routes] = [
    await baseline([...(await triesOfVerbs(guards, tenant, nobody)), ...routeTries], isRoute),
    await baseline(routeTries, (id) => !isRoute(id)),
  ];
  const survivors: string[] = [];
  const isFilter = (guard: Guard) => guard.kind === "filter";
  for (const guard of guards.filter((one) => !isFilter(one))) {
    const layer = isRoute(guard.id) ? routes : verbs;
    const base = (id: number) => (isRoute(guard.id) ? !isRoute(id) : isRoute(id));
    if (!(await isNoticed(guard.id, layer, base)))
      survivors.push(`${guard.text} in ${guard.file}:${guard.line}`);
  }
  const filters = await proveFilters(guards.filter(isFilter), process.env.PROVE_SUPER_URL ?? "", forgive);
  survivors.push(...filters.survivors);
  await writeFile(
    resultFile,
    JSON.stringify({
      total: guards.length,
      caught: guards.length - survivors.length,
      survivors,
      leaks: filters.leaks,
      unstable: filters.unstable,
    }),
  );
}

/** The tries that are refused while this layer stands. */
async function baseline(tries: readonly Try[], off: (id: number) => boolean): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const run of tries) {
    await forgive();
    if ((await withOff(off, run)) === DENIED) seen.push({ run, hits });
  }
  return seen;
}

async function isNoticed(
  id: number,
  layer: readonly Seen[],
  base: (id: number) => boolean,
): Promise<boolean> {
  for (const { run } of layer.filter((seen) => seen.hits.has(id))) {
    await forgive();
    if ((await withOff((other) => other === id || base(other), run)) !== DENIED) return true;
  }
  return false;
}

const forgive = () => ownerPool().query("delete from platform.rate_limits");

/** A member whose role holds nothing. */
async function makeNobody(tenant: TestTenant): Promise<TestUser> {
  const user = await makeUser();
  await addMember(tenant, user, "viewer");
  await withSystem(async (tx) => {
    const roleId = newId();
    await tx.role.create({ data: { tenantId: tenant.id, id: roleId, key: "nothing", name: "Nothing" } });
    await tx.roleBinding.updateMany({ where: { tenantId: tenant.id, subjectId: user.id }, data: { roleId } });
  });
  return user;
}

/** Every verb that holds a guard, called with what may be its input. */
async function triesOfVerbs(guards: readonly Guard[], tenant: TestTenant, nobody: TestUser): Promise<Try[]> {
  const files = [
    ...new Set(
      guards.filter(({ kind }) => kind === "permission" || kind === "staff").map(({ file }) => file),
    ),
  ];
  const inputs: unknown[] = [undefined, {}, newId(), { id: newId() }, [newId()], tenant.id];
  const tries: Try[] = [];
  for (const file of files) {
    const module = (await import(pathToFileURL(path.resolve(file)).href)) as Record<string, unknown>;
    for (const verb of Object.values(module)) {
      if (typeof verb !== "function") continue;
      for (const input of inputs) {
        tries.push(async () => {
          const ctx = /back-office/.test(file) ? makeUserContext(nobody) : await makeContext(tenant, nobody);
          return outcome(() => Promise.resolve(verb(ctx, input, input)));
        });
      }
    }
  }
  return tries;
}

async function outcome(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
    return "done";
  } catch (error) {
    return error instanceof DomainError && error.code === "permission_denied" ? DENIED : "refused otherwise";
  }
}

async function triesOverRoutes(tenant: TestTenant, nobody: TestUser): Promise<Try[]> {
  const { routes } = await loadRoutes();
  return (
    routes
      // What needs no permission is open to everybody: leaving the workspace, for one.
      .filter(({ spec }) => spec.auth === "tenant" && spec.permission)
      .map((handler) => async () => {
        const { spec } = handler;
        const names = [...spec.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
        const answer = await callRoute(handler, {
          slug: tenant.slug,
          cookie: await sessionCookie(nobody, { slug: tenant.slug }),
          params: Object.fromEntries(names.map((name) => [name, newId()])),
          ...(spec.body ? { body: sampleBody(spec.body, () => newId()) } : {}),
        });
        return answer.status === 403 && (await answer.text()).includes("permission_denied")
          ? DENIED
          : String(answer.status);
      })
  );
}

const [guardsFile = "", resultFile = ""] = process.argv.slice(2);
main(guardsFile, resultFile)
  .then(closePools)
  .then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
