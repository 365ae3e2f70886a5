import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { addCell } from "@/lib/testing/second-cell";

await addCell("b");
const { prepareDatabase } = await import("@/lib/lifecycle/prepare-database");
const { closePools, systemPool } = await import("@/lib/infra/database/pools");
const { hashToken } = await import("@/lib/infra/tokens");
const { createApiKey } = await import("@/lib/access/api-keys/create-api-key");
const { parseKeyText } = await import("@/lib/access/api-keys/key-text");
const { createAgent } = await import("@/lib/agents/create-agent");
const { rememberCell } = await import("@/lib/tenancy/cells/cell-of");
const { withCell } = await import("@/lib/tenancy/cells/with-cell");
const { withSystem } = await import("@/lib/tenancy/with-system");
const { admitCall } = await import("@/lib/usage/calls/admit-call");
const { settleCall } = await import("@/lib/usage/calls/settle-call");
const { accountUsage } = await import("@/lib/usage/account-usage");
const { makeContext } = await import("@/lib/testing/make-context");
const { makeTenant } = await import("@/lib/testing/make-tenant");
const { tenantTraces } = await import("@/lib/testing/tenant-traces");
const { digestTenant } = await import("../digest-tenant");
const { checkPassport } = await import("../import/check-passport");
const { fillTenant } = await import("../import/fill-tenant");
const { terminal } = await import("../import/open-tenant");
const { MOVE_PHASES, moveTenant } = await import("./move-tenant");
const { resumeTransfers } = await import("./resume-transfers");
const { withBundle } = await import("./with-bundle");

type Tenant = Awaited<ReturnType<typeof makeTenant>>;
const UNLIMITED = { agents: null, api_calls: null, api_rate: null, tenants: 5 };

beforeAll(async () => {
  await prepareDatabase();
});
afterAll(closePools);

async function where(tenant: Tenant): Promise<{ cell: string; status: string }> {
  const row = await withSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenant.id } }));
  return { cell: row.cell, status: row.status };
}

const schemas = async (cell: string, id: string) =>
  (
    await systemPool(cell).query("select 1 from pg_namespace where nspname = $1", [
      `t_${id.replaceAll("-", "")}`,
    ])
  ).rowCount;

/** What was answered with success while the tenant moved: agents, counted calls, and the last name of the owner. */
type Acknowledged = { agents: string[]; calls: number; name: string; refused: Set<string> };

/** Writes as a tenant, as a key and as the system, with what was known before the move, until told to stop. */
async function hammer(
  tenant: Tenant,
  ctx: TenantContext,
  key: string,
  isOver: () => boolean,
): Promise<Acknowledged> {
  const seen: Acknowledged = { agents: [], calls: 0, name: "", refused: new Set() };
  const repeat = async (write: () => Promise<void>) => {
    while (!isOver()) {
      await write().catch((error: { details?: { reason?: string } }) => {
        seen.refused.add(error.details?.reason ?? String(error));
      });
      await sleep(2);
    }
  };
  const agent = async () => {
    const made = await createAgent(ctx, { catalogue_key: "quality_guardian", name: newId() });
    seen.agents.push(made.id);
  };
  const call = async () => {
    if (await answerCall(key)) seen.calls += 1;
  };
  let n = 0;
  const rename = async () => {
    n += 1;
    const data = { firstName: `n${n}` };
    const at = { tenantId: tenant.id, userId: tenant.owner.id };
    const { count } = await withCell("main", async (tx) => {
      await tx.$executeRaw`set local lock_timeout = '300ms'`;
      return tx.membership.updateMany({ where: at, data });
    });
    if (count === 1) seen.name = data.firstName;
  };
  await Promise.all([agent, agent, agent, call, call, rename].map(repeat));
  return seen;
}

async function answerCall(text: string): Promise<boolean> {
  const { keyId, secret } = parseKeyText(text) ?? { keyId: "", secret: "" };
  const secretHash = hashToken(secret);
  const claim = {
    keyId,
    secretHash,
    slug: null,
    named: null,
    permission: "agents:read",
    metered: true,
    ip: null,
  };
  const { facts, periodId, callId } = await admitCall(claim);
  if (!facts || !periodId) return false;
  await sleep(5);
  await settleCall({
    callId,
    periodId,
    accountId: facts.account_id,
    tenantId: facts.tenant_id,
    cell: facts.tenant_cell,
    apiKeyId: facts.api_key_id,
    method: "GET",
    route: "/api/v1/agents",
    status: 200,
    durationMs: 1,
    responseBytes: 2,
    requestId: callId,
  });
  return true;
}

/** Moves a tenant while it is written to, and counts what was acknowledged and is not there. */
async function lostIn(move: (tenant: Tenant) => Promise<unknown>) {
  const tenant = await makeTenant({ planKey: "professional", limits: UNLIMITED });
  const ctx = await makeContext(tenant, tenant.owner);
  const { key } = await createApiKey(ctx, { name: "Key", scopes: ["agents:read"] });
  let over = false;
  const writing = hammer(tenant, ctx, key, () => over);
  await sleep(300);
  await move(tenant);
  await sleep(200);
  over = true;
  const seen = await writing;
  expect(await where(tenant)).toEqual({ cell: "b", status: "active" });
  rememberCell(tenant.id, "b");
  const { rows } = await systemPool("b").query<{ calls: number; name: string; created: string[] }>(
    `select (select count(*)::int from shared.usage_events where tenant_id = $1) as calls,
       (select first_name from shared.memberships where tenant_id = $1 and user_id = $2) as name,
       array(select target_id from shared.domain_events where tenant_id = $1 and action = 'agent.created') as created`,
    [tenant.id, tenant.owner.id],
  );
  const there = rows[0];
  const used = (await accountUsage(tenant.accountId)).find((row) => row.meter === "api_calls")?.used;
  return {
    seen,
    lostAgents: seen.agents.filter((id) => !there?.created.includes(id)).length,
    lostCalls: (used ?? 0) - (there?.calls ?? 0),
    lostName: there?.name !== seen.name,
    used,
  };
}

test("no acknowledged write is lost in a move: agents, counted calls, a change by the system", async () => {
  const result = await lostIn((tenant) => moveTenant({ tenantId: tenant.id, cell: "b", by: terminal() }));
  expect(result.seen.agents.length).toBeGreaterThan(5);
  expect(result.seen.calls).toBeGreaterThan(5);
  expect(result).toMatchObject({ lostAgents: 0, lostCalls: 0, lostName: false });
  expect(result.used).toBeGreaterThanOrEqual(result.seen.calls);
  const odd = [...result.seen.refused].filter(
    (reason) => !/^tenant_(moving|moved)$|lock timeout/.test(reason),
  );
  expect(odd).toEqual([]);
});

test("control: the same copy without a fence loses writes, and this sees it", async () => {
  const result = await lostIn((tenant) =>
    withBundle(tenant.id, async (bundle) => {
      const checked = await checkPassport(bundle);
      await fillTenant(bundle, checked, { tenantId: tenant.id, slug: tenant.slug, cell: "b", ids: [] });
      await sleep(200);
      await withSystem((tx) => tx.tenant.update({ where: { id: tenant.id }, data: { cell: "b" } }));
    }),
  );
  expect(result.lostAgents + result.lostCalls).toBeGreaterThan(0);
});

function transfer(args: string[]): ChildProcess {
  const script = ["--import", "./dev/register.mjs", "lib/testing/transfer-process.ts", ...args];
  return spawn(process.execPath, script, { env: process.env, stdio: ["ignore", "pipe", "inherit"] });
}

/** Lets a process come as far as that, and kills it there. */
async function killedAt(args: string[]): Promise<void> {
  const child = transfer(args);
  if (child.stdout) await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
}

test("killed at any point, a move ends whole in one cell, with nothing of it in the other", async () => {
  const moves = await Promise.all(
    MOVE_PHASES.map(async (phase) => {
      const tenant = await makeTenant({ limits: UNLIMITED });
      const { root } = await digestTenant({ tenantId: tenant.id, cell: "main" });
      return { phase, tenant, root };
    }),
  );
  for (const half of [moves.slice(0, 3), moves.slice(3)])
    await Promise.all(half.map(({ phase, tenant }) => killedAt(["move", tenant.id, "b", phase])));
  for (const { tenant } of moves) expect((await where(tenant)).status).toBe("moving");
  expect(await resumeTransfers()).toBe(moves.length);
  expect(await resumeTransfers()).toBe(0);
  for (const { phase, tenant, root } of moves) {
    const cell = ["switched", "cleared"].includes(phase) ? "b" : "main";
    const other = cell === "b" ? "main" : "b";
    expect({ phase, ...(await where(tenant)) }).toEqual({ phase, cell, status: "active" });
    rememberCell(tenant.id, cell);
    expect((await digestTenant({ tenantId: tenant.id, cell })).root).toBe(root);
    expect([await schemas(cell, tenant.id), await schemas(other, tenant.id)]).toEqual([1, 0]);
    await createAgent(await makeContext(tenant, tenant.owner), {
      catalogue_key: "quality_guardian",
      name: "After",
    });
  }
}, 120_000);

test("a clone whose process is killed is taken back; a living one is left alone", async () => {
  const tenant = await makeTenant({ limits: UNLIMITED });
  const slug = `sandbox-${newId().slice(-8)}`;
  const before = await tenantTraces(tenant.id, tenant.accountId);
  const held = async () =>
    (await accountUsage(tenant.accountId)).find((row) => row.meter === "tenants")?.used;
  const count = await held();
  const child = transfer(["clone", tenant.id, slug, "filled"]);
  if (child.stdout) await once(child.stdout, "data");
  const half = await withSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { slug } }));
  expect(half.status).toBe("provisioning");
  expect(await resumeTransfers()).toBe(0);
  child.kill("SIGKILL");
  await once(child, "exit");
  while ((await resumeTransfers()) === 0) await sleep(50);
  expect(await withSystem((tx) => tx.tenant.findUnique({ where: { slug } }))).toBeNull();
  expect(await schemas("main", half.id)).toBe(0);
  expect(await tenantTraces(tenant.id, tenant.accountId)).toEqual(before);
  expect(await held()).toBe(count);
}, 120_000);
