import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { admissionPool, appPool, systemPool } from "@/lib/infra/database/pools";
import { keyringOf, localKeyWrapper } from "@/lib/infra/keyring";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { withSystem } from "../with-system";
import { withTenant } from "../with-tenant";
import { destroyTenantKey } from "./destroy-tenant-key";
import { ensureTenantKey } from "./ensure-tenant-key";
import { ENVELOPE_COLUMNS, type EnvelopePlace } from "./envelope-columns";
import { openForTenant } from "./open-for-tenant";
import { sealForTenant } from "./seal-for-tenant";
import { forgetTenantKeys, newTenantKey } from "./tenant-keys";

const SECRET = "CANARY-secret-0123456789";
let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  [tenant, other] = [await makeTenant(), await makeTenant()];
});
beforeEach(() => forgetTenantKeys());

type Here = Extract<EnvelopePlace, { table: "outbox" }>;
function place(tenantId: string, row = newId()): Here {
  return { tenantId, table: "outbox", column: "payload", row };
}

const fault = (name: string) => expect.objectContaining({ name: "EnvelopeError", fault: name });

async function keysOf(tenantId: string) {
  const { rows } = await systemPool().query(
    "select generation, state, kek_kid, wrapped from platform.tenant_keys where tenant_id = $1 order by generation",
    [tenantId],
  );
  return rows;
}

test("opens where it was sealed, with and without the cache, in and outside transactions", async () => {
  const here = place(tenant.id);
  const sealed = await sealForTenant(here, SECRET);
  expect(sealed).toMatch(/^v1\.g1\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/);
  expect(sealed).not.toContain(SECRET);
  expect(await openForTenant(here, sealed)).toBe(SECRET);
  forgetTenantKeys();
  expect(await withTenant({ tenantId: tenant.id }, () => openForTenant(here, sealed))).toBe(SECRET);
  forgetTenantKeys();
  expect(await withSystem(() => openForTenant(here, sealed))).toBe(SECRET);
  expect(await openForTenant({ ...here, tenantId: here.tenantId.toUpperCase() }, sealed)).toBe(SECRET);
});

test("the same text never looks the same, and empty and long texts survive", async () => {
  const here = place(tenant.id);
  const sealed = await Promise.all(Array.from({ length: 50 }, () => sealForTenant(here, SECRET)));
  expect(new Set(sealed).size).toBe(50);
  for (const text of ["", "ø".repeat(100_000)]) {
    expect(await openForTenant(here, await sealForTenant(here, text))).toBe(text);
  }
});

describe("a ciphertext that was moved does not open", () => {
  test.each<[string, (from: Here) => Here]>([
    ["to another row", (from) => ({ ...from, row: newId() })],
    ["to another column", (from) => ({ ...from, column: "moved" as "payload" })],
    ["to another table", (from) => ({ ...from, table: "moved" as "outbox" })],
  ])("%s", async (_, move) => {
    const from = place(tenant.id);
    const sealed = await sealForTenant(from, SECRET);
    await expect(openForTenant(move(from), sealed)).rejects.toEqual(fault("does_not_open"));
    expect(await openForTenant(from, sealed)).toBe(SECRET);
  });

  test("to another tenant, even with that tenant's row", async () => {
    const from = place(tenant.id);
    const sealed = await sealForTenant(from, SECRET);
    await ensureTenantKey(other.id);
    await expect(openForTenant({ ...from, tenantId: other.id }, sealed)).rejects.toEqual(
      fault("does_not_open"),
    );
  });

  test("control: without the place it would open anywhere", async () => {
    const { encrypt, decrypt } = await import("@/lib/infra/keyring");
    const key = Buffer.alloc(32, 7);
    expect(decrypt(key, "", encrypt(key, Buffer.from(SECRET), "")).toString()).toBe(SECRET);
    expect(() => decrypt(key, "b", encrypt(key, Buffer.from(SECRET), "a"))).toThrow();
  });
});

test("no flipped bit opens", async () => {
  const here = place(tenant.id);
  const sealed = await sealForTenant(here, SECRET);
  const [version, kid, ...parts] = sealed.split(".");
  for (const [index, part] of parts.entries()) {
    const bytes = Buffer.from(part, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const tampered = parts.with(index, flipped.toString("base64url"));
      await expect(openForTenant(here, [version, kid, ...tampered].join("."))).rejects.toEqual(
        fault("does_not_open"),
      );
    }
  }
});

test.each([
  ["", "not_an_envelope"],
  ["plain text", "not_an_envelope"],
  ["v1.main.AAAA.AAAA.AAAA", "not_an_envelope"],
  ["v2.g1.AAAA.AAAA.AAAA", "not_an_envelope"],
  ["v1.g0.AAAA.AAAA.AAAA", "not_an_envelope"],
  ["v1.g1.AAAA.AAAA.AAAA", "not_an_envelope"],
  ["v1.g1.AAAAAAAAAAAAAAAA.AAAA.AAAA", "not_an_envelope"],
  ["v1.g7.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA", "unknown_key"],
])("refuses %j as %s", async (value, why) => {
  await ensureTenantKey(tenant.id);
  await expect(openForTenant(place(tenant.id), value)).rejects.toEqual(fault(why));
});

test("a tenant that has no key gets one, once, however many ask", async () => {
  const fresh = await makeTenant();
  expect(await keysOf(fresh.id)).toEqual([]);
  await Promise.all(
    Array.from({ length: 20 }, () => {
      forgetTenantKeys();
      return ensureTenantKey(fresh.id);
    }),
  );
  expect(await keysOf(fresh.id)).toMatchObject([{ generation: 1, state: "current", kek_kid: "main" }]);
});

test("a destroyed key opens nothing and is not replaced for an erased tenant", async () => {
  const doomed = await makeTenant({ status: "offboarding" });
  const here = place(doomed.id);
  const sealed = await sealForTenant(here, SECRET);
  await withSystem(async (tx) => {
    await tx.tenant.update({ where: { id: doomed.id }, data: { status: "erased" }, select: { id: true } });
    await destroyTenantKey(tx, doomed.id);
  });
  forgetTenantKeys();
  await expect(openForTenant(here, sealed)).rejects.toEqual(fault("key_destroyed"));
  await expect(sealForTenant(here, SECRET)).rejects.toEqual(fault("key_destroyed"));
  expect(await keysOf(doomed.id)).toMatchObject([{ generation: 1, state: "destroyed", wrapped: null }]);
});

test("a wrapped key opens for its tenant and generation only, and needs its master key", async () => {
  const { kid, wrapped } = await newTenantKey(tenant.id, 1);
  const wrapper = localKeyWrapper();
  const context = (id: string, generation: number) => `tenant_keys|wrapped|${id}|${generation}`;
  expect(await wrapper.unwrap(kid, wrapped, context(tenant.id, 1))).toHaveLength(32);
  await expect(wrapper.unwrap(kid, wrapped, context(tenant.id, 2))).rejects.toThrow();
  await expect(wrapper.unwrap(kid, wrapped, context(other.id, 1))).rejects.toThrow();
  const elsewhere = localKeyWrapper(keyringOf({ ENCRYPTION_KEY: "another-master-key-of-32-characters!" }));
  await expect(elsewhere.unwrap(kid, wrapped, context(tenant.id, 1))).rejects.toThrow();
  await expect(wrapper.unwrap("old", wrapped, context(tenant.id, 1))).rejects.toThrow(
    /old is not configured/,
  );
});

describe("who can read wrapped keys", () => {
  test("no tenant transaction, not even its own", async () => {
    for (const sql of [
      "select * from platform.tenant_keys",
      `select * from platform.tenant_keys_of('${tenant.id}')`,
    ]) {
      const client = await appPool().connect();
      try {
        await client.query("begin");
        await client.query("select set_config('role', $1, true), set_config('app.tenant_id', $2, true)", [
          `t_${tenant.id.replaceAll("-", "")}`,
          tenant.id,
        ]);
        await expect(client.query(sql)).rejects.toMatchObject({ code: "42501" });
      } finally {
        await client.query("rollback");
        client.release();
      }
    }
  });

  test("the admission role through its function only", async () => {
    await expect(admissionPool().query("select * from platform.tenant_keys")).rejects.toMatchObject({
      code: "42501",
    });
  });
});

test("every column named *_sealed in tenant data is known to rotation and passport", async () => {
  const { rows } = await systemPool().query<{ name: string }>(
    `select distinct c.relname || '.' || a.attname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attname like '%\\_sealed' and not a.attisdropped
     where c.relkind in ('r', 'p') and (n.nspname in ('shared', 'warehouse') or n.nspname ~ '^t_[0-9a-f]{32}$')`,
  );
  const known: readonly string[] = ENVELOPE_COLUMNS.map(({ table, column }) => `${table}.${column}`);
  expect(rows.map((row) => row.name).filter((name) => !known.includes(name))).toEqual([]);
});
