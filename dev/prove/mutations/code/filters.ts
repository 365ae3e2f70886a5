import path from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { DomainError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { callRoute } from "@/lib/testing/call-route";
import { loadRoutes } from "@/lib/testing/load-routes";
import { makeContext } from "@/lib/testing/make-context";
import { sessionCookie } from "@/lib/testing/make-staff";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { fillTenant } from "../../isolation/canaries/fill-tenant";
import { sampleBody } from "../../isolation/cases/sample-body";
import { changedTables, tenantDigest } from "../../isolation/digest";
import type { Guard } from "./instrument";
import { SCENARIOS, type Scenario } from "./scenarios";

type Try = () => Promise<string>;
type Where = Record<string, unknown>;

const scope = globalThis as unknown as { __where?: (id: number, where: Where) => Where };
let asked = new Set<number>();

/** Runs with one tenant filter dropped (or none), and notes which filters were asked. */
async function without(dropped: number, run: Try): Promise<string> {
  asked = new Set();
  scope.__where = (id, where) => {
    asked.add(id);
    if (id !== dropped) return where;
    // A row of the control plane may be named by the tenant's id alone.
    const key = "tenantId" in where ? "tenantId" : "id";
    return Object.fromEntries(Object.entries(where).filter(([name]) => name !== key));
  };
  try {
    return (await run()).replaceAll(/"(request_id|decision_id)":"[^"]*"/g, "");
  } finally {
    delete scope.__where;
  }
}

/**
 * Tenant filters in the code, as the only thing between two tenants: the policies of the shared tables let everything
 * through here. With all filters the other tenant stays hidden; without one, something must come out differently.
 */
export async function proveFilters(
  guards: readonly Guard[],
  superUrl: string,
  forgive: () => Promise<unknown>,
) {
  const [a, b] = await Promise.all([
    makeTenant({ planKey: "enterprise" }),
    makeTenant({ planKey: "enterprise" }),
  ]);
  const canary = "CANARY-F-0123456789ab";
  await addMember(b, await makeUser({ firstName: canary }), "viewer");
  const { ids } = await fillTenant({ superUrl, tenant: b, canary });
  await fillTenant({ superUrl, tenant: a, canary: "OWN-A-0123456789ab" });
  await openPolicies(superUrl);
  const foreign = [...new Set([b.id, b.owner.id, ...Object.values(ids)])];
  const tries = [...(await overVerbs(guards, a, foreign)), ...(await overRoutes(a, foreign))];
  const open = new Set(guards.map(({ id }) => id));
  const leaks: string[] = [];
  for (const run of tries) {
    await forgive();
    const [first, second] = [await without(0, run), await without(0, run)];
    if (first.includes(canary)) leaks.push(first.slice(0, 200));
    if (first !== second) continue;
    for (const id of [...asked].filter((one) => open.has(one))) {
      await forgive();
      if ((await without(id, run)) !== first) open.delete(id);
    }
  }
  const unstable = await playAll(open, superUrl, forgive);
  const survivors = guards
    .filter(({ id }) => open.has(id))
    .map(({ text, file, line }) => `${text} in ${file}:${line}`);
  return { survivors, leaks, unstable };
}

/** What requests with one id do not reach; returns the scenarios that do not end the same way twice. */
async function playAll(
  open: Set<number>,
  superUrl: string,
  forgive: () => Promise<unknown>,
): Promise<string[]> {
  const db = new pg.Client({ connectionString: superUrl });
  await db.connect();
  const unstable: string[] = [];
  try {
    for (const [name, scenario] of Object.entries(SCENARIOS)) {
      const run = () => play(scenario, db, superUrl);
      await forgive();
      const [first, second] = [await without(0, run), await without(0, run)];
      if (process.env.PROVE_DEBUG) console.log(name, first);
      if (first !== second) {
        unstable.push(`scenario "${name}" ended as ${first} and as ${second}`);
        continue;
      }
      for (const id of [...asked].filter((one) => open.has(one))) {
        await forgive();
        if ((await without(id, run)) !== first) open.delete(id);
      }
    }
    return unstable;
  } finally {
    await db.end();
  }
}

/** How a scenario ends, and which of the other tenant's tables it changed. */
async function play(scenario: Scenario, db: pg.Client, superUrl: string): Promise<string> {
  const [own, other] = [
    await makeTenant({ planKey: "enterprise" }),
    await makeTenant({ planKey: "enterprise" }),
  ];
  await fillTenant({ superUrl, tenant: other, canary: `CANARY-G-${newId().slice(-12)}` });
  const ctx = await makeContext(own, own.owner);
  let before = await tenantDigest(other);
  const outcome = await scenario({
    ...{ own, other, ctx, db },
    arranged: async () => {
      before = await tenantDigest(other);
    },
  }).then(
    (result) => JSON.stringify(result) ?? "done",
    (error: unknown) => (error instanceof DomainError ? error.code : `broken ${error}`),
  );
  return `${outcome}; changed: ${changedTables(before, await tenantDigest(other)).join(", ")}`;
}

async function openPolicies(superUrl: string): Promise<void> {
  const db = new pg.Client({ connectionString: superUrl });
  await db.connect();
  await db.query(`do $x$ declare p record; begin
    for p in select schemaname, tablename, policyname from pg_policies where policyname in ('tenant_only', 'tenant_rows') loop
      execute format('alter policy %I on %I.%I using (true) with check (true)', p.policyname, p.schemaname, p.tablename);
    end loop; end $x$`);
  await db.end();
}

async function overVerbs(
  guards: readonly Guard[],
  a: TestTenant,
  foreign: readonly string[],
): Promise<Try[]> {
  const tries: Try[] = [];
  for (const file of new Set(guards.map((guard) => guard.file))) {
    const module = (await import(pathToFileURL(path.resolve(file)).href)) as Record<string, unknown>;
    const inputs: unknown[] = [undefined, {}, { limit: 5 }, ...foreign, ...foreign.map((id) => ({ id }))];
    for (const verb of Object.values(module)) {
      if (typeof verb !== "function") continue;
      for (const input of inputs) {
        tries.push(async () => {
          const ctx = await makeContext(a, a.owner);
          try {
            return JSON.stringify(await verb(ctx, input, input)) ?? "nothing";
          } catch (error) {
            return error instanceof DomainError ? `${error.code} ${error.message}` : "broken";
          }
        });
      }
    }
  }
  return tries;
}

async function overRoutes(a: TestTenant, foreign: readonly string[]): Promise<Try[]> {
  const { routes } = await loadRoutes();
  return routes
    .filter(({ spec }) => spec.auth === "tenant" && !/membership|tenants/.test(spec.path))
    .flatMap((handler) => {
      const names = [...handler.spec.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
      return (names.length > 0 ? foreign : foreign.slice(0, 1)).map(
        (id): Try =>
          async () => {
            const answer = await callRoute(handler, {
              slug: a.slug,
              cookie: await sessionCookie(a.owner, { slug: a.slug, mfa: true }),
              params: Object.fromEntries(names.map((name) => [name, id])),
              ...(handler.spec.body ? { body: sampleBody(handler.spec.body, () => id) } : {}),
            });
            return `${answer.status} ${await answer.text()}`;
          },
      );
    });
}
