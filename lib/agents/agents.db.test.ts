import { beforeAll, beforeEach, expect, test } from "vitest";
import type { TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { makeContext, makeKeyContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { accountUsage } from "@/lib/usage/account-usage";
import { archiveAgent } from "./archive-agent";
import { AGENT_CATALOGUE } from "./catalogue";
import { createAgent } from "./create-agent";
import { getAgent } from "./get-agent";
import { listAgentActivity } from "./list-agent-activity";
import { listAgents } from "./list-agents";
import { listCatalogue } from "./list-catalogue";
import { restoreAgent } from "./restore-agent";
import { updateAgent } from "./update-agent";

let tenant: TestTenant;
let other: TestTenant;
let admin: TenantContext;

beforeAll(async () => {
  other = await makeTenant();
});
beforeEach(async () => {
  tenant = await makeTenant({ limits: { agents: 3 } });
  admin = await makeContext(tenant, tenant.owner);
});

const make = (name: string, catalogue_key = "quality_guardian", ctx = admin) =>
  createAgent(ctx, { catalogue_key, name });

async function used(): Promise<number | undefined> {
  return (await accountUsage(tenant.accountId)).find((row) => row.meter === "agents")?.used;
}

const actions = () => tenantActions(tenant.id);

test("creates an agent with a first configuration, counts it and writes who did it", async () => {
  const agent = await make("  Checker  ");
  expect(agent).toMatchObject({ name: "Checker", status: "active", config_version: 1 });
  expect(await getAgent(admin, agent.id)).toMatchObject({
    configuration: { version: 1, values: { language: "en", tools: expect.arrayContaining(["rules.check"]) } },
  });
  expect(await used()).toBe(1);
  expect(await actions()).toEqual(["agent.created"]);
});

test.each([
  ["free", ["strategie_partner", "quality_guardian"]],
  ["starter", AGENT_CATALOGUE.filter((entry) => entry.tier !== "all").map((entry) => entry.key)],
  ["professional", AGENT_CATALOGUE.map((entry) => entry.key)],
  ["enterprise", AGENT_CATALOGUE.map((entry) => entry.key)],
] as const)("%s may use its part of the catalogue and no more", async (planKey, keys) => {
  const place = await makeTenant({ planKey, limits: { agents: null } });
  const ctx = await makeContext(place, place.owner);
  const open = (await listCatalogue(ctx)).filter((entry) => entry.available).map((entry) => entry.key);
  expect(open).toEqual(keys);
  for (const { key } of AGENT_CATALOGUE) {
    const attempt = make(key, key, ctx);
    if ((keys as readonly string[]).includes(key)) await expect(attempt).resolves.toBeDefined();
    else {
      await expect(attempt).rejects.toMatchObject({
        code: "feature_unavailable",
        details: { subject: "agents_catalogue" },
      });
    }
  }
});

test("the catalogue names the plan that unlocks an agent", async () => {
  const entries = await listCatalogue(admin);
  expect(entries.find((entry) => entry.key === "idea_incubator")).toMatchObject({
    available: false,
    required_plan: "starter",
  });
  expect(entries.find((entry) => entry.key === "contract_reader")?.required_plan).toBe("professional");
});

test("a name is taken once, whatever its case, until its agent is archived", async () => {
  const first = await make("Checker");
  await expect(make("CHECKER")).rejects.toMatchObject({
    code: "conflict",
    details: { reason: "name_taken", errors: [{ path: "name", code: "name_taken" }] },
  });
  expect(await used()).toBe(1);
  await archiveAgent(admin, first.id);
  await make("checker");
  await expect(restoreAgent(admin, first.id)).rejects.toMatchObject({ details: { reason: "name_taken" } });
  expect(await used()).toBe(1);
});

test("renames and describes; a change of nothing writes nothing", async () => {
  const [agent, taken] = [await make("One"), await make("Two")];
  expect((await updateAgent(admin, agent.id, { name: "First" })).name).toBe("First");
  expect((await updateAgent(admin, agent.id, { description: "Does it" })).description).toBe("Does it");
  await updateAgent(admin, agent.id, { name: "First" });
  await expect(updateAgent(admin, agent.id, { name: taken.name })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await actions()).toEqual(["agent.created", "agent.created", "agent.renamed", "agent.updated"]);
  expect((await listAgentActivity(admin, agent.id)).map((entry) => entry.action)).toEqual([
    "agent.updated",
    "agent.renamed",
    "agent.created",
  ]);
});

test("archiving frees a place once, restoring takes it again", async () => {
  const agent = await make("One");
  await make("Two");
  await make("Three");
  await expect(make("Four")).rejects.toMatchObject({ code: "limit_reached", details: { subject: "agents" } });
  await Promise.all([archiveAgent(admin, agent.id), archiveAgent(admin, agent.id)]);
  expect(await used()).toBe(2);
  await expect(updateAgent(admin, agent.id, { name: "x" })).rejects.toMatchObject({
    details: { reason: "agent_archived" },
  });
  const four = await make("Four");
  await expect(restoreAgent(admin, agent.id)).rejects.toMatchObject({ code: "limit_reached" });
  await archiveAgent(admin, four.id);
  expect((await restoreAgent(admin, agent.id)).status).toBe("active");
  await restoreAgent(admin, agent.id);
  expect(await used()).toBe(3);
  expect((await actions()).filter((action) => action === "agent.restored")).toHaveLength(1);
});

test("parallel restores of one agent count it once", async () => {
  const agent = await make("One");
  await archiveAgent(admin, agent.id);
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => restoreAgent(admin, agent.id)));
  for (const result of results) {
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
  }
  expect((await getAgent(admin, agent.id)).status).toBe("active");
  expect(await used()).toBe(1);
});

test("of 50 parallel creations at limit - 1 exactly one succeeds", async () => {
  await make("One");
  await make("Two");
  const results = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => make(`Racer ${n}`)));
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  for (const result of results) {
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "limit_reached" });
  }
  expect((await listAgents(admin, {})).data).toHaveLength(3);
  expect(await used()).toBe(3);
});

test("control: counting before creating lets more than the limit through", async () => {
  await make("One");
  await make("Two");
  const counted = Promise.withResolvers<void>();
  let waiting = 0;
  const countThenCreate = (name: string) =>
    withTenant({ tenantId: tenant.id }, async (tx) => {
      if ((await tx.agentInstance.count()) >= 3) throw new Error("full");
      waiting += 1;
      if (waiting === 3) counted.resolve();
      await counted.promise;
      await tx.agentInstance.create({ data: { id: newId(), catalogueKey: "quality_guardian", name } });
    });
  await Promise.all(["a", "b", "c"].map(countThenCreate));
  expect((await listAgents(admin, {})).data.length).toBeGreaterThan(3);
});

test("the limit is pooled over the account's workspaces", async () => {
  const second = await makeTenant({ accountId: tenant.accountId });
  const there = await makeContext(second, second.owner);
  await make("One");
  await make("Two", "quality_guardian", there);
  await make("Three", "quality_guardian", there);
  await expect(make("Four")).rejects.toMatchObject({ code: "limit_reached" });
});

test("lists newest first, by text and status, page by page", async () => {
  for (const name of ["Alpha", "Beta", "Gamma"]) await make(name);
  const first = await listAgents(admin, { limit: 2 });
  const second = await listAgents(admin, { limit: 2, cursor: first.page.next_cursor ?? "" });
  expect([...first.data, ...second.data].map((agent) => agent.name)).toEqual(["Gamma", "Beta", "Alpha"]);
  await archiveAgent(admin, second.data[0]?.id ?? "");
  expect((await listAgents(admin, { status: "archived" })).data.map((agent) => agent.name)).toEqual([
    "Alpha",
  ]);
  expect((await listAgents(admin, { q: "bet" })).data).toHaveLength(1);
});

test("roles and scopes decide who may do what", async () => {
  const agent = await make("One");
  const users = { viewer: await makeUser(), developer: await makeUser(), agent_manager: await makeUser() };
  for (const role of ["viewer", "developer", "agent_manager"] as const)
    await addMember(tenant, users[role], role);
  const viewer = await makeContext(tenant, users.viewer);
  expect((await listAgents(viewer, {})).data).toHaveLength(1);
  await expect(make("X", "quality_guardian", viewer)).rejects.toMatchObject({
    code: "permission_denied",
    details: { subject: "agents:create" },
  });
  await expect(updateAgent(viewer, agent.id, { name: "X" })).rejects.toMatchObject({
    code: "permission_denied",
  });
  const developer = await makeContext(tenant, users.developer);
  await updateAgent(developer, agent.id, { name: "Renamed" });
  await expect(archiveAgent(developer, agent.id)).rejects.toMatchObject({ code: "permission_denied" });
  const manager = await makeContext(tenant, users.agent_manager);
  await archiveAgent(manager, agent.id);
  await restoreAgent(manager, agent.id);
  const key = await makeKeyContext(tenant, tenant.owner, ["agents:read"]);
  await expect(archiveAgent(key, agent.id)).rejects.toMatchObject({ code: "permission_denied" });
});

test("a foreign agent answers like an unknown one, for every verb", async () => {
  const agent = await make("One");
  const elsewhere = await makeContext(other, other.owner);
  const answers = [];
  for (const id of [agent.id, newId()]) {
    answers.push(
      await Promise.allSettled([
        getAgent(elsewhere, id),
        updateAgent(elsewhere, id, { name: "stolen" }),
        archiveAgent(elsewhere, id),
        restoreAgent(elsewhere, id),
      ]),
    );
  }
  expect(JSON.stringify(answers[0])).toBe(JSON.stringify(answers[1]));
  expect(JSON.stringify(answers[0])).toContain("not_found");
  expect(await listAgentActivity(elsewhere, agent.id)).toEqual([]);
});

test("invalid input is refused before anything is reserved", async () => {
  await expect(make("X", "no_such_agent")).rejects.toMatchObject({
    code: "validation_failed",
    details: { errors: [{ path: "catalogue_key", code: "unknown_agent" }] },
  });
  await expect(make("")).rejects.toThrow();
  await expect(make("x".repeat(101))).rejects.toThrow();
  expect((await used()) ?? 0).toBe(0);
});

test("an archive that is cut off before its commit counts the agent still, one that commits never does", async () => {
  const agent = await make("Cut off");
  const cut = withTenant({ tenantId: tenant.id }, async (tx) => {
    await tx.agentInstance.update({ where: { id: agent.id }, data: { status: "archived" } });
    await tx.$queryRaw`select platform.release_agent()::text`;
    throw new Error("the process died");
  });
  await expect(cut).rejects.toThrow("the process died");
  expect(await used()).toBe(1);
  await archiveAgent(admin, agent.id);
  expect(await used()).toBe(0);
  await archiveAgent(admin, agent.id);
  expect(await used()).toBe(0);
});
