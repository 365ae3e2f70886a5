import { testEnvironment } from "../dev/vitest/environment";

export type Prepared = { key: string; tenantId: string; accountId: string; itemId: string };

/** Migrates the database and makes one tenant with a key whose calls have no limit, and the bare app's row. */
export async function prepareBench(databaseUrl: string, rootUrl: string): Promise<Prepared> {
  Object.assign(process.env, testEnvironment(databaseUrl), { ATRIUM_ROOT_URL: rootUrl });
  const { prepareDatabase } = await import("@/lib/lifecycle/prepare-database");
  const { makeTenant } = await import("@/lib/testing/make-tenant");
  const { makeContext } = await import("@/lib/testing/make-context");
  const { createApiKey } = await import("@/lib/access/api-keys/create-api-key");
  const { newId } = await import("@/lib/core/ids");
  const { ownerPool } = await import("@/lib/infra/database/pools");
  await prepareDatabase();
  // Limits beyond reach instead of none: rate and quota are checked and taken for every call.
  const tenant = await makeTenant({ limits: { api_calls: 1_000_000_000, api_rate: 100_000_000 } });
  const made = await createApiKey(await makeContext(tenant, tenant.owner), {
    name: "Bench",
    scopes: ["usage:read"],
  });
  const itemId = newId();
  const owner = ownerPool();
  await owner.query("create schema bench");
  await owner.query("create table bench.items (id uuid primary key, name text not null, note text not null)");
  await owner.query("insert into bench.items values ($1, 'An item', 'A row like any other')", [itemId]);
  return { key: made.key, tenantId: tenant.id, accountId: tenant.accountId, itemId };
}

export type Counted = { used: number; reserved: number; events: number; hourly: number };

/** What the database says was counted, in its three places. */
export async function readCounted(prepared: Prepared): Promise<Counted> {
  const { ownerPool } = await import("@/lib/infra/database/pools");
  const { rows } = await ownerPool().query<Counted>(
    `select c.used::int, c.reserved::int,
      (select count(*)::int from shared.usage_events e where e.tenant_id = $2 and e.meter = 'api_calls') as events,
      (select coalesce(sum(quantity), 0)::int from warehouse.usage_hourly h where h.tenant_id = $2 and h.meter = 'api_calls') as hourly
     from platform.account_counters c where c.account_id = $1 and c.meter = 'api_calls'`,
    [prepared.accountId, prepared.tenantId],
  );
  return rows[0] ?? { used: 0, reserved: 0, events: 0, hourly: 0 };
}
