import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TenantStatus } from "@/lib/core/context";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { forceStatus } from "@/lib/testing/force-status";
import { makeTenant } from "@/lib/testing/make-tenant";
import { withSystem } from "../with-system";
import { changeStatus } from "./change-status";
import { mayChange, STATUSES, sourcesOf, TRANSITIONS } from "./status-machine";

const statusOf = async (id: string) => {
  const { rows } = await systemPool().query<{ status: TenantStatus }>(
    "select status from platform.tenants where id = $1",
    [id],
  );
  return rows[0]?.status;
};

test("code and database declare the same transitions", async () => {
  const { rows } = await ownerPool().query<{ a: TenantStatus; b: TenantStatus; ok: boolean }>(
    "select a, b, platform.status_may_change(a, b) as ok from unnest($1::text[]) a cross join unnest($1::text[]) b",
    [STATUSES],
  );
  expect(rows).toHaveLength(STATUSES.length ** 2);
  for (const { a, b, ok } of rows) expect(`${a} ${b} ${ok}`).toBe(`${a} ${b} ${mayChange(a, b)}`);
});

test("every status can be reached and left, and nothing comes back from erasure", () => {
  for (const status of STATUSES) {
    if (status !== "pending_approval") expect(sourcesOf(status), status).not.toEqual([]);
    if (status !== "erased") expect(TRANSITIONS[status], status).not.toEqual([]);
    expect(mayChange(status, status)).toBe(false);
  }
  expect(TRANSITIONS.erased).toEqual([]);
});

test("the database refuses every undeclared step of 400 random ones, and takes every declared one", async () => {
  const { id } = await makeTenant();
  let now: TenantStatus = "active";
  const seen = { taken: 0, refused: 0 };
  for (let step = 0; step < 400; step += 1) {
    const to = STATUSES[Math.floor(Math.random() * STATUSES.length)] ?? "active";
    const change = systemPool().query("update platform.tenants set status = $2 where id = $1", [id, to]);
    if (to === now || mayChange(now, to)) {
      await change;
      now = to;
      seen.taken += 1;
    } else {
      await expect(change).rejects.toMatchObject({ code: "23514", constraint: "tenant_status_transition" });
      seen.refused += 1;
    }
    expect(await statusOf(id)).toBe(now);
    if (now === "erased") {
      now = STATUSES[step % (STATUSES.length - 1)] ?? "active";
      await forceStatus(id, now);
    }
  }
  expect(seen.taken).toBeGreaterThan(20);
  expect(seen.refused).toBeGreaterThan(100);
});

test("changeStatus moves along declared transitions only, and once of 20 parallel calls", async () => {
  const { id } = await makeTenant();
  const move = (to: TenantStatus, from?: TenantStatus[]) =>
    withSystem((tx) => changeStatus(tx, { id, to, ...(from && { from }) }));
  expect(await move("erased")).toBeNull();
  expect(await move("suspended", ["parked"])).toBeNull();
  expect(await statusOf(id)).toBe("active");
  const results = await Promise.all(Array.from({ length: 20 }, () => move("suspended")));
  expect(results.filter((row) => row !== null)).toHaveLength(1);
  expect(await statusOf(id)).toBe("suspended");
});

test("control: without the trigger an undeclared step goes through", async () => {
  const { id } = await makeTenant();
  const owner = await ownerPool().connect();
  try {
    await owner.query("begin");
    await owner.query("alter table platform.tenants disable trigger tenants_guard_status");
    await owner.query("update platform.tenants set status = 'erased' where id = $1", [id]);
    await owner.query("rollback");
  } finally {
    owner.release();
  }
});

test("nothing in the product writes a status past changeStatus", () => {
  const WRITES = /tenant\s*\.\s*update(?:Many)?\(\{(?:(?!\n {2,6}\}\)).)*?data:\s*\{[^}]*\bstatus\b/s;
  const files = [...sources("lib"), ...sources("worker")];
  expect(files.length).toBeGreaterThan(200);
  const offenders = files.filter(
    ({ text }) => WRITES.test(text) || /update platform\.tenants set status/.test(text),
  );
  expect(offenders.map(({ path }) => path)).toEqual(["lib/tenancy/status/change-status.ts"]);
});

function sources(folder: string): { path: string; text: string }[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (path === "lib/infra/prisma" || path === "lib/testing") return [];
    if (statSync(path).isDirectory()) return sources(path);
    return /\.ts$/.test(name) && !/\.test\.ts$/.test(name)
      ? [{ path, text: readFileSync(path, "utf8") }]
      : [];
  });
}
