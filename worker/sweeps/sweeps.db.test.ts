import { expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { findOffenders } from "@/lib/tenancy/catalogue/find-offenders";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { forceStatus } from "@/lib/testing/force-status";
import { makeTenant } from "@/lib/testing/make-tenant";
import { accountUsage } from "@/lib/usage/account-usage";
import { reserveLimit } from "@/lib/usage/reserve-limit";
import { ensurePartitions } from "./ensure-partitions";
import { eraseTenants } from "./erase-tenants";
import { sweepExpired } from "./sweep-expired";
import { sweepReservations } from "./sweep-reservations";

async function used(accountId: string, meter: string): Promise<number | undefined> {
  return (await accountUsage(accountId)).find((row) => row.meter === meter)?.used;
}
const expireAll = () =>
  systemPool().query("update platform.reservations set expires_at = now() - interval '1 s'");

test("an agent that was made counts, one that was not is given back, and a live reservation is left alone", async () => {
  const { id: tenantId, accountId } = await makeTenant({ limits: { agents: 10 } });
  const reserve = (id: string) =>
    reserveLimit({ id, accountId, tenantId, meter: "agents", feature: "agents", quantity: 1 });
  const [made, lost, running] = [newId(), newId(), newId()];
  await reserve(made);
  await reserve(lost);
  await withTenant({ tenantId }, (tx) =>
    tx.agentInstance.create({ data: { id: made, catalogueKey: "core", name: "made" } }),
  );
  await expireAll();
  await reserve(running);
  await sweepReservations();
  expect(await used(accountId, "agents")).toBe(2);
  const { rows } = await systemPool().query(
    "select used, reserved from platform.account_counters where account_id = $1 and meter = 'agents'",
    [accountId],
  );
  expect(rows).toEqual([{ used: "1", reserved: "1" }]);
});

test("a workspace whose row exists counts; one whose request died is given back", async () => {
  const tenant = await makeTenant({ limits: { tenants: 5 } });
  const { accountId } = tenant;
  const reserve = (id: string) =>
    reserveLimit({ id, accountId, tenantId: null, meter: "tenants", feature: "tenants", quantity: 1 });
  await reserve(tenant.id);
  await reserve(newId());
  await expireAll();
  await sweepReservations();
  await sweepReservations();
  expect(await used(accountId, "tenants")).toBe(1);
});

test("months get their partitions once, secured and without grants", async () => {
  const now = new Date("2027-11-15T12:00:00Z");
  expect(await ensurePartitions(now)).toBe(14);
  expect(await ensurePartitions(now)).toBe(0);
  const { rows } = await ownerPool().query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relispartition and c.relname ~ '_2027_1[12]$' and c.relkind = 'r'`,
  );
  expect(rows).toHaveLength(14);
  expect(await findOffenders()).toEqual([]);
});

test("control: a partition made without securing it is an offender", async () => {
  await ownerPool().query(
    "create table shared.usage_events_careless partition of shared.usage_events for values from ('2031-01-01') to ('2031-02-01')",
  );
  const found = (await findOffenders()).map((offender) => offender.object);
  expect(found.some((object) => object.includes("usage_events_careless"))).toBe(true);
  await ownerPool().query("drop table shared.usage_events_careless");
});

test("what has expired goes, what has not stays", async () => {
  const insert =
    "insert into platform.idempotency_keys (scope, key, body_hash, created_at) values ($1, 'k', '', $2)";
  await systemPool().query(insert, ["old", new Date(Date.now() - 25 * 3_600_000)]);
  await systemPool().query(insert, ["young", new Date(Date.now() - 23 * 3_600_000)]);
  await sweepExpired();
  const { rows } = await systemPool().query("select scope from platform.idempotency_keys");
  expect(rows).toEqual([{ scope: "young" }]);
});

test("workspaces are erased when their time is over, and a half erased one is finished", async () => {
  const [due, waiting, half] = [await makeTenant(), await makeTenant(), await makeTenant()];
  await forceStatus(due.id, "offboarding", new Date(Date.now() - 1_000));
  await forceStatus(waiting.id, "offboarding", new Date(Date.now() + 60_000));
  await forceStatus(half.id, "erased", new Date(Date.now() - 1_000));
  await eraseTenants();
  const schemaOf = async (id: string) => {
    const name = `t_${id.replaceAll("-", "")}`;
    return (await ownerPool().query("select 1 from pg_namespace where nspname = $1", [name])).rowCount;
  };
  expect([await schemaOf(due.id), await schemaOf(waiting.id), await schemaOf(half.id)]).toEqual([0, 1, 0]);
});

test("workspaces that cannot be erased now keep the others from nothing", async () => {
  const { accountId } = await makeTenant();
  await ownerPool().query("insert into platform.cells (name) values ('gone') on conflict do nothing");
  await ownerPool().query(
    `insert into platform.tenants (id, account_id, slug, name, status, cell, delete_after)
     select gen_random_uuid(), $1, 'stuck-' || n, 'Stuck', 'offboarding', 'gone', now() - interval '2 days'
     from generate_series(1, 25) n`,
    [accountId],
  );
  const due = await makeTenant();
  await forceStatus(due.id, "offboarding", new Date(Date.now() - 1_000));
  await eraseTenants();
  const { rows } = await systemPool().query("select status from platform.tenants where id = $1", [due.id]);
  expect(rows).toEqual([{ status: "erased" }]);
});
