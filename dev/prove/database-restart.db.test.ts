import { afterAll, beforeAll, expect, test } from "vitest";
import { startTemporaryDatabase, type TemporaryDatabase } from "../database/temporary";

// A server of its own: the shared one must not be restarted under other tests.
let temporary: TemporaryDatabase;
let product: Awaited<ReturnType<typeof loadProduct>>;
let tenantId: string;

/** Loaded after the environment names this file's server, because env() is read once. */
async function loadProduct() {
  const [pools, prepare, tenants, tenancy, ids] = await Promise.all([
    import("@/lib/infra/database/pools"),
    import("@/lib/lifecycle/prepare-database"),
    import("@/lib/testing/make-tenant"),
    import("@/lib/tenancy/with-tenant"),
    import("@/lib/core/ids"),
  ]);
  return { ...pools, ...prepare, ...tenants, ...tenancy, ...ids };
}

beforeAll(async () => {
  temporary = await startTemporaryDatabase();
  process.env.DATABASE_URL = temporary.database.url;
  product = await loadProduct();
  await product.prepareDatabase();
  tenantId = (await product.makeTenant()).id;
});

afterAll(async () => {
  await product.closePools();
  await temporary.remove();
});

test("a database restart under load loses nothing that was acknowledged, and work goes on", async () => {
  const acknowledged: string[] = [];
  let refused = 0;
  let afterRestart = 0;
  let isRestarted = false;
  const until = Date.now() + 8_000;
  const write = async () => {
    const id = product.newId();
    await product.withTenant({ tenantId }, (tx) =>
      tx.usageMetric.create({ data: { tenantId, id, metricType: "restart", metricValue: 1 } }),
    );
    acknowledged.push(id);
    if (isRestarted) afterRestart += 1;
  };
  const workers = Array.from({ length: 8 }, async () => {
    while (Date.now() < until) {
      await write().catch(async () => {
        refused += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
      });
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await temporary.database.restart();
  isRestarted = true;
  await Promise.all(workers);
  const kept = await product.withTenant({ tenantId }, (tx) =>
    tx.usageMetric.findMany({ where: { tenantId, metricType: "restart" }, select: { id: true } }),
  );
  const ids = new Set(kept.map((row) => row.id));
  expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
  expect(refused).toBeGreaterThan(0);
  expect(afterRestart).toBeGreaterThan(0);
});
