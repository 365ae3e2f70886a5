import { beforeEach, describe, expect, test } from "vitest";
import { GET as agents } from "@/app/api/v1/agents/route";
import { POST as rotateRoute } from "@/app/api/v1/api-keys/[id]/rotations/route";
import { PUT as changeRoute } from "@/app/api/v1/api-keys/[id]/route";
import { POST as makeRoute } from "@/app/api/v1/api-keys/route";
import { POST as leakRoute } from "@/app/api/v1/leaked-keys/route";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { openJob } from "@/lib/notifications/open-job";
import { DEFAULT_POLICY } from "@/lib/tenancy/policies/schema";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext, makeKeyContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { createApiKey } from "./create-api-key";
import { listApiKeys } from "./list-api-keys";
import { remindOfEndingKeys } from "./remind-of-ending-keys";
import { reportLeakedKey } from "./report-leaked-key";
import { revokeApiKey } from "./revoke-api-key";
import { rotateApiKey } from "./rotate-api-key";
import type { ApiKeyInput } from "./schema";
import { updateApiKey } from "./update-api-key";

const DAY_MS = 86_400_000;
const INFO = { requestId: "test", ip: null, userAgent: null };
let tenant: TestTenant;
beforeEach(async () => {
  tenant = await makeTenant({ planKey: "professional" });
});
const admin = () => makeContext(tenant, tenant.owner);
const newKey = async (wish: Partial<ApiKeyInput> = {}) =>
  createApiKey(await admin(), { name: "Build", scopes: ["agents:read"], ...wish });
const statusOf = async (key: string, ip?: string) =>
  (await callRoute(agents, { key, ...(ip && { headers: { "x-forwarded-for": ip } }) })).status;

async function mailed(): Promise<string[]> {
  const { rows } = await systemPool().query(
    `select id, payload, tenant_id as "tenantId" from platform.outbox where tenant_id = $1 and queue = 'mail' and payload is not null`,
    [tenant.id],
  );
  const mails = await Promise.all(rows.map(async (row) => (await openJob(row)) as { template: string }));
  return mails.map((mail) => mail.template).filter((template) => template !== "api_key_created");
}
const daysFromNow = (iso: string | null) => (Date.parse(iso ?? "") - Date.now()) / DAY_MS;

describe("rotation", () => {
  test("a new key of the same kind; the old one works on for the overlap, then no more", async () => {
    const old = await newKey({ expires_in_days: 30, ip_allowlist: ["127.0.0.1"] });
    const made = await rotateApiKey(await admin(), old.id, { overlap_hours: 2 });
    expect(made).toMatchObject({ name: "Build", scopes: ["agents:read"], ip_allowlist: ["127.0.0.1/32"] });
    expect(daysFromNow(made.expires_at)).toBeCloseTo(30, 2);
    const [, listed] = (await listApiKeys(await admin(), {})).data;
    expect(listed).toMatchObject({ id: old.id, status: "active", replaced_by: made.id });
    expect(daysFromNow(listed?.expires_at ?? null)).toBeCloseTo(2 / 24, 3);
    expect(await tenantActions(tenant.id)).toEqual(["api_key.created", "api_key.rotated"]);
    const now = await newKey();
    const at = await rotateApiKey(await admin(), now.id, { overlap_hours: 0 });
    expect([await statusOf(now.key), await statusOf(at.key)]).toEqual([401, 200]);
  });

  test("the overlap extends no life, and a rotation makes nothing permanent", async () => {
    const old = await newKey({ expires_in_days: 1 });
    await systemPool().query(
      "update shared.api_keys set expires_at = now() + interval '1 hour', created_at = now() - interval '23 hours' where id = $1",
      [old.id],
    );
    const made = await rotateApiKey(await admin(), old.id, {});
    expect(daysFromNow(made.expires_at)).toBeCloseTo(1, 2);
    const rows = (await listApiKeys(await admin(), {})).data;
    expect(daysFromNow(rows.find((row) => row.id === old.id)?.expires_at ?? null)).toBeCloseTo(1 / 24, 2);
  });

  test("of twenty at once one makes a key; a revoked, rotated or foreign one is not rotated", async () => {
    const old = await newKey();
    const ctx = await admin();
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => rotateApiKey(ctx, old.id, { overlap_hours: 1 })),
    );
    expect(tries.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    const refused = { code: "conflict", details: { reason: "key_not_active" } };
    await expect(rotateApiKey(ctx, old.id, {})).rejects.toMatchObject(refused);
    const revoked = await newKey();
    await revokeApiKey(ctx, revoked.id);
    await expect(rotateApiKey(ctx, revoked.id, {})).rejects.toMatchObject(refused);
    const other = await makeTenant();
    const stranger = await makeContext(other, other.owner);
    await expect(rotateApiKey(stranger, old.id, {})).rejects.toMatchObject({ code: "not_found" });
    await expect(updateApiKey(stranger, old.id, { name: "Mine" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("nobody rotates a key into more than they may, and nothing is half done", async () => {
    const old = await newKey({ scopes: ["members:remove"] });
    const developer = await makeUser();
    await addMember(tenant, developer, "developer");
    const ctx = await makeContext(tenant, developer);
    await expect(rotateApiKey(ctx, old.id, {})).rejects.toMatchObject({
      details: { subject: "members:remove" },
    });
    const byKey = await makeKeyContext(tenant, tenant.owner, ["api_keys:create"]);
    await expect(rotateApiKey(byKey, old.id, {})).rejects.toMatchObject({ code: "permission_denied" });
    const viewer = await makeUser();
    await addMember(tenant, viewer, "viewer");
    await expect(rotateApiKey(await makeContext(tenant, viewer), old.id, {})).rejects.toMatchObject({
      code: "permission_denied",
    });
    const [row] = (await listApiKeys(await admin(), {})).data;
    expect(row).toMatchObject({ replaced_by: null, expires_at: old.expires_at });
  });
});

describe("somebody else's key", () => {
  const refused = (reason: string) => ({ code: "permission_denied", details: { reason } });

  test("is changed and replaced by who may end it, holds all of it and ranks no lower; its maker always may", async () => {
    const old = await newKey({ scopes: ["agents:update"] });
    const developer = await makeUser();
    await addMember(tenant, developer, "developer");
    const dev = await makeContext(tenant, developer);
    await expect(updateApiKey(dev, old.id, { name: "Mine" })).rejects.toMatchObject(refused("higher_rank"));
    await expect(rotateApiKey(dev, old.id, { overlap_hours: 0 })).rejects.toMatchObject(
      refused("higher_rank"),
    );
    const grand = await newKey({ scopes: ["members:remove"] });
    await expect(updateApiKey(dev, grand.id, { ip_allowlist: [] })).rejects.toMatchObject(
      refused("scope_not_held"),
    );
    const theirs = await createApiKey(dev, { name: "Dev", scopes: ["agents:read"] });
    expect(await updateApiKey(dev, theirs.id, { name: "Mine" })).toMatchObject({ name: "Mine" });
    expect(await updateApiKey(await admin(), theirs.id, { name: "Ours" })).toMatchObject({ name: "Ours" });
    const maker = await makeKeyContext(tenant, tenant.owner, ["api_keys:create"]);
    await expect(updateApiKey(maker, theirs.id, { name: "x" })).rejects.toMatchObject({
      details: { subject: "api_keys:revoke" },
    });
    await expect(updateApiKey(maker, old.id, { ip_allowlist: [] })).rejects.toMatchObject(
      refused("scope_not_held"),
    );
  });

  test("a key bound to addresses frees neither itself nor another, and makes none that is freer", async () => {
    const scopes = ["api_keys:create", "agents:read"] as const;
    const { id, key } = await newKey({ scopes: [...scopes], ip_allowlist: ["192.0.2.0/24"] });
    const bound = async (path: "change" | "make" | "rotate", body: object, target = id) => {
      const call = { key, body, headers: { "x-client-ip": "192.0.2.9" }, params: { id: target } };
      const answer = await callRoute(
        { change: changeRoute, make: makeRoute, rotate: rotateRoute }[path],
        call,
      );
      return { status: answer.status, reason: (await answer.json()).reason };
    };
    const free = await newKey({ scopes: ["agents:read"] });
    const wish = { name: "x", scopes: ["agents:read"] };
    expect([
      await bound("change", { ip_allowlist: [] }),
      await bound("change", { ip_allowlist: ["192.0.2.9"] }),
      await bound("make", wish),
      await bound("make", { ...wish, ip_allowlist: ["192.0.0.0/16"] }),
      await bound("rotate", {}, free.id),
      await bound("change", { ip_allowlist: ["0.0.0.0/1"] }, free.id),
    ]).toEqual(
      ["own", "own", "wider", "wider", "wider", "wider"].map((why) => ({
        status: 403,
        reason: `${why}_addresses`,
      })),
    );
    expect((await bound("make", { ...wish, ip_allowlist: ["192.0.2.128/25"] })).status).toBe(201);
    expect((await bound("rotate", {})).status).toBe(201);
  });
});

describe("addresses", () => {
  test("a key works from its own list only, from the next call after a change", async () => {
    const { id, key } = await newKey({ ip_allowlist: ["203.0.113.0/24", "2001:db8::/32"] });
    const refused = await callRoute(agents, { key });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "ip_not_allowed", reason: "key_address_not_allowed" });
    await updateApiKey(await admin(), id, { ip_allowlist: [] });
    expect(await statusOf(key)).toBe(200);
    expect(await tenantActions(tenant.id)).toContain("api_key.updated");
    const { rows } = await systemPool().query(
      "select count(*)::int as n from platform.reservations where account_id = $1",
      [tenant.accountId],
    );
    expect(rows[0].n).toBe(0);
  });

  test.each([["0.0.0.0/0"], ["300.1.1.1"], ["localhost"]])("refuses %s", async (block) => {
    await expect(newKey({ ip_allowlist: [block] })).rejects.toThrow();
  });
});

describe("a key found in the open", () => {
  test("is revoked with its lineage by whoever has the whole of it; admins and maker are told", async () => {
    const old = await newKey();
    const made = await rotateApiKey(await admin(), old.id, {});
    const bystander = await newKey({ name: "Other" });
    for (let n = 0; n < 2; n += 1) {
      const answer = await callRoute(leakRoute, {
        body: { key: old.key, found_at: "https://git.example/a" },
      });
      expect(answer.status).toBe(204);
    }
    expect([await statusOf(old.key), await statusOf(made.key), await statusOf(bystander.key)]).toEqual([
      401, 401, 200,
    ]);
    expect((await tenantActions(tenant.id)).filter((action) => action === "api_key.leaked")).toHaveLength(2);
    expect(await mailed()).toEqual(["api_key_leaked"]);
  });

  test("a rotation at the same moment leaves no key of the lineage behind", async () => {
    const ctx = await admin();
    for (let round = 0; round < 5; round += 1) {
      const { id, key } = await newKey();
      await Promise.allSettled([
        rotateApiKey(ctx, id, { overlap_hours: 1 }),
        reportLeakedKey(INFO, { key }),
        rotateApiKey(ctx, id, { overlap_hours: 1 }),
      ]);
    }
    expect((await listApiKeys(ctx, { status: "active" })).data).toEqual([]);
  });

  test("a part of it, a wrong secret and nonsense are answered alike and change nothing", async () => {
    const { key } = await newKey();
    const other = await newKey();
    const mixed = `${key.slice(0, 20)}${other.key.slice(20)}`;
    for (const text of [key.slice(0, -1), mixed, `${key}x`, "ak_live_x", "hello"]) {
      const answer = await callRoute(leakRoute, { body: { key: text } });
      expect([answer.status, await answer.text()]).toEqual([204, ""]);
    }
    expect([await statusOf(key), await statusOf(other.key)]).toEqual([200, 200]);
    const dead = await newKey();
    const next = await rotateApiKey(await admin(), dead.id, { overlap_hours: 0 });
    await reportLeakedKey(INFO, { key: dead.key });
    expect(await statusOf(next.key)).toBe(200);
    await reportLeakedKey(INFO, { key: "no key" });
    expect(await mailed()).toEqual([]);
  });
});

test("revoking all versions ends what rotations made of a key, and asks who does it for somebody else's", async () => {
  const dana = await makeUser();
  await addMember(tenant, dana, "developer");
  const dev = await makeContext(tenant, dana);
  const old = await createApiKey(dev, { name: "Build", scopes: ["agents:read"] });
  const [next, apart] = [await rotateApiKey(dev, old.id, {}), await newKey()];
  const late = await makeContext(tenant, tenant.owner, {
    ...makeUserContext(tenant.owner).actor,
    authAt: new Date(Date.now() - 3_600_000),
  });
  const all = { versions: "all" } as const;
  await expect(revokeApiKey(late, old.id, all)).rejects.toMatchObject({ code: "step_up_required" });
  await revokeApiKey(await admin(), old.id, all);
  const statuses = [await statusOf(old.key), await statusOf(next.key), await statusOf(apart.key)];
  expect(statuses).toEqual([401, 401, 200]);
  expect((await tenantActions(tenant.id)).filter((action) => action === "api_key.revoked")).toHaveLength(2);
});

test("makers are reminded 14 and 3 days before the end and at the end, once each", async () => {
  const { id } = await newKey({ expires_in_days: 30 });
  const rotated = await newKey({ expires_in_days: 1 });
  await rotateApiKey(await admin(), rotated.id, {});
  await systemPool().query(
    "update shared.api_keys set revoked_at = now() where replaced_by is null and id <> $1 and tenant_id = $2",
    [id, tenant.id],
  );
  const at = (days: number) => remindOfEndingKeys(new Date(Date.now() + days * DAY_MS));
  for (const days of [10, 15.9, 16.1, 17, 26.9, 27.1, 28, 29.9, 30.1, 31]) await at(days);
  expect((await mailed()).sort()).toEqual(["api_key_ending", "api_key_ending", "api_key_expired"]);
});

test("a key that the policy stops before its own end is reminded of the policy's", async () => {
  const policy = { ...DEFAULT_POLICY, api_keys: { max_days: 20 } };
  await newKey({ expires_in_days: 60 });
  await setPolicy(tenant.id, policy);
  const at = (days: number) => remindOfEndingKeys(new Date(Date.now() + days * DAY_MS));
  const before = (await mailed()).length;
  for (const days of [5.9, 6.1, 16.9, 17.1, 19.9, 20.1, 46.1, 60.1]) await at(days);
  expect((await mailed()).slice(before).sort()).toEqual([
    "api_key_ending",
    "api_key_ending",
    "api_key_expired",
  ]);
});

test("the routes rotate and change", async () => {
  const { id, key } = await newKey({ scopes: ["api_keys:create", "agents:read"] });
  const renamed = await callRoute(changeRoute, { key, params: { id }, body: { name: "Deploy" } });
  expect(await renamed.json()).toMatchObject({ name: "Deploy" });
  const rotated = await callRoute(rotateRoute, { key, params: { id }, body: {} });
  expect([rotated.status, (await rotated.json()).name]).toEqual([201, "Deploy"]);
  expect((await callRoute(rotateRoute, { key, params: { id: newId() }, body: {} })).status).toBe(404);
});
