import { expect, test, vi } from "vitest";

// Next bundles pages and route handlers apart, so one process holds several copies of these modules. A runner made by
// one copy is used by all: each of them must see its binding.
test("a tenant and a cell bound by one copy of the module are seen by another", async () => {
  const [adapter, cells] = await copies();
  const [otherAdapter, otherCells] = await copies();
  expect(otherAdapter.TenantAdapter).not.toBe(adapter.TenantAdapter);
  adapter.tenantBinding.run({ tenantId: "a tenant", userId: null }, () => {
    expect(otherAdapter.tenantBinding.getStore()?.tenantId).toBe("a tenant");
  });
  cells.cellBinding.run("eu2", () => expect(otherCells.cellBinding.getStore()).toBe("eu2"));
});

async function copies() {
  vi.resetModules();
  return Promise.all([import("./tenant-adapter"), import("./cells/with-cell")]);
}
