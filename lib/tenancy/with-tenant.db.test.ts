import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { appPool, ownerPool, systemPool } from "@/lib/infra/database/pools";
import { roleUrl } from "@/lib/infra/database/role-url";
import { findOffenders } from "./catalogue/find-offenders";
import { ensureTenantSchema } from "./ensure-tenant-schema";
import { queryTenant } from "./query-tenant";
import { readMigrations } from "./run-migrations";
import { schemaName } from "./schema-name";
import { tenantRunner, withTenant } from "./with-tenant";

const a = { tenantId: newId() };
const b = { tenantId: newId() };

beforeAll(async () => {
  const owner = await ownerPool().connect();
  try {
    for (const { tenantId } of [a, b]) {
      await owner.query("insert into shared.tenants (tenant_id, slug) values ($1, $2)", [tenantId, tenantId]);
      await ensureTenantSchema(owner, tenantId, readMigrations("tenant"));
    }
  } finally {
    owner.release();
  }
  for (const scope of [a, b]) {
    await withTenant(scope, async (tx) => {
      await tx.agentInstance.create({ data: { catalogueKey: "core", name: `agent of ${scope.tenantId}` } });
      await tx.tenantSettings.create({ data: { tenantId: scope.tenantId } });
    });
  }
});

test("one transaction reads the tenant's own rows in every placement", async () => {
  const [agents, settings] = await withTenant(a, async (tx) => [
    await tx.agentInstance.findMany(),
    await tx.tenantSettings.findMany(),
  ]);
  expect(agents.map((agent) => agent.name)).toEqual([`agent of ${a.tenantId}`]);
  expect(settings.map((row) => row.tenantId)).toEqual([a.tenantId]);
});

test("without a tenant the app role can read nothing", async () => {
  await expect(appPool().query("select * from shared.tenant_settings")).rejects.toMatchObject({
    code: "42501",
  });
  await expect(
    appPool().query(`select * from "${schemaName(a.tenantId)}".agent_instances`),
  ).rejects.toMatchObject({
    code: "42501",
  });
});

test("another tenant's schema is refused and its shared rows do not exist", async () => {
  const foreign = `select * from "${schemaName(b.tenantId)}".agent_instances`;
  await expect(queryTenant(a, { name: "foreign", text: foreign, values: [] })).rejects.toMatchObject({
    code: "42501",
  });
  const rows = await withTenant(a, (tx) => tx.tenantSettings.findMany({ where: { tenantId: b.tenantId } }));
  expect(rows).toEqual([]);
  await expect(
    withTenant(a, (tx) => tx.tenantSettings.create({ data: { tenantId: b.tenantId } })),
  ).rejects.toThrow(/row-level security/);
});

test("a transaction hands out no way to run text as SQL, and does not nest", async () => {
  await withTenant(a, async (tx) => {
    expect(Reflect.get(tx, "$queryRawUnsafe")).toBeUndefined();
    expect(Reflect.get(tx, "$executeRawUnsafe")).toBeUndefined();
    await expect(withTenant(b, async () => 1)).rejects.toThrow(/does not nest/);
  });
});

test("a failed transaction leaves nothing", async () => {
  await expect(
    withTenant(a, async (tx) => {
      await tx.agentInstance.create({ data: { catalogueKey: "core", name: "half done" } });
      throw new Error("stop");
    }),
  ).rejects.toThrow("stop");
  expect(await withTenant(a, (tx) => tx.agentInstance.count({ where: { name: "half done" } }))).toBe(0);
});

test("a fenced tenant can be read and not written, one that is not here not even read", async () => {
  const fence = (at: string) =>
    ownerPool().query(`update shared.tenants set fenced_at = ${at} where tenant_id = $1`, [b.tenantId]);
  const write = () =>
    withTenant(b, (tx) => tx.agentInstance.create({ data: { catalogueKey: "core", name: newId() } }));
  const read = () => withTenant(b, (tx) => tx.agentInstance.count());
  await fence("now()");
  await expect(write()).rejects.toMatchObject({
    code: "tenant_unavailable",
    details: { reason: "tenant_moving", retryAfterSeconds: 10 },
  });
  expect(await read()).toBe(1);
  expect(
    await withTenant(a, (tx) => tx.agentInstance.create({ data: { catalogueKey: "core", name: "open" } })),
  ).toHaveProperty("name", "open");
  await fence("null");
  await write();
  expect(await read()).toBe(2);
  await expect(withTenant({ tenantId: newId() }, (tx) => tx.agentInstance.count())).rejects.toMatchObject({
    code: "tenant_unavailable",
    details: { reason: "tenant_moved" },
  });
});

test("an id that is none takes no connection away", async () => {
  for (let turn = 0; turn < 6; turn += 1) {
    await expect(withTenant({ tenantId: "nonsense", cell: "main" }, async () => 1)).rejects.toThrow();
  }
  expect(appPool().totalCount - appPool().idleCount).toBe(0);
});

test("the system role cannot enter a tenant's schema", async () => {
  await expect(
    systemPool().query(`select * from "${schemaName(a.tenantId)}".agent_instances`),
  ).rejects.toMatchObject({ code: "42501" });
});

test("catalogue checks pass here and catch planted offenders", async () => {
  expect(await findOffenders()).toEqual([]);
  const owner = ownerPool();
  await owner.query("create table shared.leaky (tenant_id uuid, id uuid unique)");
  await owner.query("grant select on shared.leaky to atrium_app");
  try {
    const checks = (await findOffenders()).map((offender) => offender.check);
    expect(new Set(checks)).toEqual(new Set(["P1", "P2", "P3", "P6", "P16"]));
  } finally {
    await owner.query("drop table shared.leaky");
  }
});

afterAll(async () => {
  const owner = await ownerPool().connect();
  try {
    for (const { tenantId } of [a, b])
      await owner.query(`drop schema if exists ${schemaName(tenantId)} cascade`);
  } finally {
    owner.release();
  }
});

describe("a connection that does not know of a new role yet", () => {
  /** Refuses the tenant until a connection was thrown away `refusals` times. */
  async function poolThatRefuses(tenantId: string, refusals: number) {
    const role = schemaName(tenantId);
    await ownerPool().query(`revoke ${role} from atrium_app`);
    const pool = new pg.Pool({ connectionString: roleUrl("atrium_app"), max: 2 });
    const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>;
    let lent = 0;
    const grantThenConnect = async () => {
      lent += 1;
      if (lent === refusals + 1)
        await ownerPool().query(`grant ${role} to atrium_app with inherit false, set true`);
      return connect();
    };
    Object.assign(pool, { connect: grantThenConnect });
    return { pool, lent: () => lent };
  }

  test("is replaced, and the request goes through", async () => {
    const { pool, lent } = await poolThatRefuses(a.tenantId, 2);
    const agents = await tenantRunner(pool)(a, (tx) => tx.agentInstance.findMany());
    expect([agents.length > 0, lent(), pool.totalCount]).toEqual([true, 3, 1]);
    await pool.end();
  });

  test("control: a role that no connection may take is refused after as many tries as there are connections", async () => {
    const { pool, lent } = await poolThatRefuses(a.tenantId, 99);
    await expect(tenantRunner(pool)(a, (tx) => tx.agentInstance.findMany())).rejects.toThrow(
      "permission denied to set role",
    );
    expect([lent(), pool.totalCount]).toEqual([3, 0]);
    await pool.end();
    await ownerPool().query(`grant ${schemaName(a.tenantId)} to atrium_app with inherit false, set true`);
  });
});

describe("a transaction whose tenant leaves while it runs", () => {
  async function leavingIn(deleteStub: boolean): Promise<unknown> {
    const scope = { tenantId: newId() };
    const owner = await ownerPool().connect();
    try {
      await owner.query("insert into shared.tenants (tenant_id, slug) values ($1, $2)", [
        scope.tenantId,
        scope.tenantId,
      ]);
      await ensureTenantSchema(owner, scope.tenantId, readMigrations("tenant"));
      return await withTenant(scope, async (tx) => {
        await tx.tenantStub.findFirst();
        await owner.query(`drop schema ${schemaName(scope.tenantId)} cascade`);
        if (deleteStub)
          await owner.query("delete from shared.tenants where tenant_id = $1", [scope.tenantId]);
        return tx.agentInstance.findMany();
      }).catch((error: unknown) => error);
    } finally {
      owner.release();
    }
  }

  test("is told to try again, there", async () => {
    expect(await leavingIn(true)).toMatchObject({
      code: "tenant_unavailable",
      details: { reason: "tenant_moved" },
    });
  });

  test("control: a table that is missing of a tenant that is here is no move", async () => {
    const error = await leavingIn(false);
    expect(error).toMatchObject({ code: "P2021" });
  });
});
