import * as z from "zod";
import { parseKeyText } from "@/lib/access/api-keys/key-text";
import { revokeApiKey } from "@/lib/access/api-keys/revoke-api-key";
import { type RouteHandler, route } from "@/lib/api/route";
import { ownerPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { loadRoutes } from "@/lib/testing/load-routes";
import { probe } from "@/lib/testing/probe-route";
import { type AccessReport, emptyReport, judge } from "../report";
import type { AccessStage } from "../stage";
import { type Flaw, type FlawedKey, type KeyWorld, makeKeyWorld } from "./key-states";
import { proveRoleKeys } from "./prove-role-keys";

/** What lets a dead or made-up key in, and what lets a live one further than it may. */
const SUMS: Record<Flaw, "forged_accepted" | "replays_accepted" | "violations"> = {
  garbled: "forged_accepted",
  unknown: "forged_accepted",
  wrong_secret: "forged_accepted",
  wrong_prefix: "forged_accepted",
  revoked: "replays_accepted",
  expired: "replays_accepted",
  rotated: "replays_accepted",
  grace_over: "replays_accepted",
  owner_gone: "replays_accepted",
  wrong_host: "violations",
  wrong_scope: "violations",
  wrong_address: "violations",
};

type Answer = { status: number; code: string };
type Ask = (handler: RouteHandler, key: FlawedKey, slug: string) => Promise<Answer>;

/** keys of every kind with every flaw against every route that knows callers. */
export async function proveKeys(stage: AccessStage, report: AccessReport): Promise<void> {
  const world = await makeKeyWorld();
  const { routes } = await loadRoutes();
  const known = routes.filter(({ spec }) => spec.auth !== "public");
  const tried = stage.quick ? known.filter((_, index) => index % 24 === stage.seed % 24) : known;
  await tryEverything(world, tried, report, realAnswer);
  await tryGoodKeys(world, report);
  await tryMutations(world, stage, report);
  await tryNextRequest(world, report);
  await nothingCounted(world, report);
  await proveRoleKeys(stage, report);
  report.figures["keys: routes × flawed keys"] = `${tried.length} × ${world.flawed.length}`;
  report.controls["keys: looked up by id alone"] = await isCaught(world, tried, idAlone);
  report.controls["keys: routes that forget their permission"] = await isCaught(world, tried, forgetful);
}

async function tryEverything(
  world: KeyWorld,
  routes: readonly RouteHandler[],
  report: AccessReport,
  ask: Ask,
): Promise<void> {
  for (const handler of routes) {
    const answers = await Promise.all(
      world.flawed.map(async (key) => {
        const expected = expectedOf(handler, key);
        if (expected === null) return null;
        const slug = key.flaw === "wrong_host" ? world.other.slug : world.tenant.slug;
        return { key, expected, answer: await ask(handler, key, slug) };
      }),
    );
    for (const tried of answers) {
      if (!tried) continue;
      const { key, expected, answer } = tried;
      const { method, path } = handler.spec;
      const what = `${key.kind} ${key.flaw} on ${method} ${path}: ${answer.status} ${answer.code}, not ${expected}`;
      judge(report, SUMS[key.flaw], answer.status === expected, what);
    }
  }
}

/** The one status that is right; null where the flaw does not matter to the route. */
function expectedOf({ spec }: RouteHandler, { flaw, scopes }: FlawedKey): number | null {
  // The back-office is on its own host only, for anybody.
  if (spec.auth === "staff") return 404;
  switch (flaw) {
    case "wrong_host":
      return 404;
    case "wrong_address":
      return 403;
    case "wrong_scope":
      if (spec.auth === "user" || spec.keys === false) return 403;
      return spec.permission && !scopes.includes(spec.permission) ? 403 : null;
    default:
      return 401;
  }
}

async function realAnswer(handler: RouteHandler, { text }: FlawedKey, slug: string): Promise<Answer> {
  const response = await callRoute(handler, { slug, key: text });
  const body = (await response.json().catch(() => ({}))) as { code?: string };
  return { status: response.status, code: body.code ?? "" };
}

/** Keys without a flaw are let in, or all of the above would prove nothing. */
async function tryGoodKeys({ good, tenant }: KeyWorld, report: AccessReport): Promise<void> {
  for (const { kind, key } of good) {
    const { status } = await callRoute(probe, { slug: tenant.slug, key: key.key });
    judge(report, "violations", status === 200, `a good ${kind} is answered ${status}`);
  }
}

/** One to three characters of a good key changed. */
async function tryMutations(world: KeyWorld, stage: AccessStage, report: AccessReport): Promise<void> {
  const pick = (most: number) => Math.floor(stage.random() * most);
  const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";
  for (let at = 0; at < (stage.quick ? 20 : 2_000); at += 1) {
    const { key } = world.good[at % world.good.length] as KeyWorld["good"][number];
    const text = [...key.key];
    for (let change = 0; change <= pick(3); change += 1)
      text[pick(text.length)] = letters[pick(letters.length)] ?? "x";
    if (text.join("") === key.key) continue;
    const { status } = await callRoute(probe, {
      slug: world.tenant.slug,
      key: text.join(""),
    });
    judge(report, "forged_accepted", status === 401, `a key with changed characters is answered ${status}`);
  }
}

/** After a revocation no request gets through, not even one that is under way beside it. */
async function tryNextRequest({ good, admin, tenant }: KeyWorld, report: AccessReport): Promise<void> {
  for (const { kind, key } of good) {
    await revokeApiKey(admin, key.id);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => callRoute(probe, { slug: tenant.slug, key: key.key })),
    );
    for (const { status } of answers) {
      judge(report, "replays_accepted", status === 401, `a revoked ${kind} is answered ${status}`);
    }
  }
}

/** What is refused is not paid for. */
async function nothingCounted({ tenant }: KeyWorld, report: AccessReport): Promise<void> {
  const { rows } = await ownerPool().query<{ held: number }>(
    "select count(*)::int as held from platform.reservations where account_id = $1",
    [tenant.accountId],
  );
  judge(report, "violations", rows[0]?.held === 0, `${rows[0]?.held} reservations of refused calls stayed`);
}

async function isCaught(world: KeyWorld, routes: readonly RouteHandler[], ask: Ask): Promise<boolean> {
  const found = emptyReport();
  await tryEverything(world, routes.slice(0, 8), found, ask);
  return found.violations + found.replays_accepted + found.forged_accepted > 0;
}

/** Known bad: whoever names an id that exists is let in. */
async function idAlone(_handler: RouteHandler, { text }: FlawedKey): Promise<Answer> {
  const { rowCount } = await ownerPool().query("select 1 from platform.api_key_directory where key_id = $1", [
    parseKeyText(text)?.keyId ?? "",
  ]);
  return { status: rowCount ? 200 : 401, code: "" };
}

const open = route({
  method: "GET",
  path: "/api/v1/probe",
  summary: "Answers whoever has a key",
  tag: "Test",
  auth: "tenant",
  response: z.object({ ok: z.boolean() }),
  handler: async () => ({ ok: true }),
});

/** Known bad: a route that asks for no permission. */
function forgetful(_handler: RouteHandler, key: FlawedKey, slug: string): Promise<Answer> {
  return realAnswer(open, key, slug);
}
