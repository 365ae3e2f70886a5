import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { addCell } from "@/lib/testing/second-cell";

await addCell("b");
const { prepareDatabase } = await import("@/lib/lifecycle/prepare-database");
const { closePools, systemPool } = await import("@/lib/infra/database/pools");
const { createAgent } = await import("@/lib/agents/create-agent");
const { listAgents } = await import("@/lib/agents/list-agents");
const { makeContext } = await import("@/lib/testing/make-context");
const { makeTenant } = await import("@/lib/testing/make-tenant");
const { terminal } = await import("../import/open-tenant");
const { digestTenant } = await import("../digest-tenant");
const { moveTenant } = await import("./move-tenant");

let tenant: Awaited<ReturnType<typeof makeTenant>>;
const by = terminal();

beforeAll(async () => {
  await prepareDatabase();
  tenant = await makeTenant({ planKey: "professional" });
  await createAgent(await makeContext(tenant, tenant.owner), {
    catalogue_key: "quality_guardian",
    name: "Mover",
  });
});
afterAll(closePools);

async function facts() {
  const { rows } = await systemPool().query("select cell, status from platform.tenants where id = $1", [
    tenant.id,
  ]);
  return rows[0] as { cell: string; status: string };
}

async function stubs(cell: string): Promise<number> {
  const { rows } = await systemPool(cell).query(
    "select count(*)::int as n from shared.memberships where tenant_id = $1",
    [tenant.id],
  );
  return rows[0].n;
}

const agents = async () =>
  (await listAgents(await makeContext(tenant, tenant.owner), { limit: 10 })).data.length;

test("during the move reads go on and writes are refused; afterwards everything is in the other database", async () => {
  const { root } = await digestTenant({ tenantId: tenant.id, cell: "main" });
  const moved = await moveTenant({
    tenantId: tenant.id,
    cell: "b",
    by,
    onPhase: async (phase) => {
      if (phase !== "copied") return;
      expect(await agents()).toBe(1);
      const write = async () =>
        createAgent(await makeContext(tenant, tenant.owner), {
          catalogue_key: "strategie_partner",
          name: newId(),
        });
      await expect(write()).rejects.toHaveProperty("code");
    },
  });
  expect(moved).toMatchObject({ from: "main", cell: "b", root });
  expect(await facts()).toEqual({ cell: "b", status: "active" });
  expect([await stubs("main"), await stubs("b")]).toEqual([0, 1]);
  expect((await digestTenant({ tenantId: tenant.id, cell: "b" })).root).toBe(root);
  await createAgent(await makeContext(tenant, tenant.owner), {
    catalogue_key: "strategie_partner",
    name: "After",
  });
  expect(await agents()).toBe(2);
});

test("a move that fails before the switch leaves the tenant open where it was", async () => {
  const onPhase = (phase: string) =>
    phase === "copied" ? Promise.reject(new Error("stopped")) : Promise.resolve();
  await expect(moveTenant({ tenantId: tenant.id, cell: "main", by, onPhase })).rejects.toThrow("stopped");
  expect(await facts()).toEqual({ cell: "b", status: "active" });
  expect([await stubs("main"), await stubs("b")]).toEqual([0, 1]);
  await expect(moveTenant({ tenantId: tenant.id, cell: "b", by })).rejects.toMatchObject({
    details: { reason: "same_cell" },
  });
});

test("back again", async () => {
  expect(await moveTenant({ tenantId: tenant.id, cell: "main", by })).toMatchObject({
    from: "b",
    cell: "main",
  });
  expect(await agents()).toBe(2);
  expect([await stubs("main"), await stubs("b")]).toEqual([1, 0]);
});
