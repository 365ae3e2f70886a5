import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { makeContext, makeKeyContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { createApiKey } from "./create-api-key";
import { getApiKey } from "./get-api-key";
import { listApiKeys } from "./list-api-keys";
import { revokeApiKey } from "./revoke-api-key";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await makeTenant();
});
const admin = () => makeContext(tenant, tenant.owner);
const denied = { code: "permission_denied" };

async function events(): Promise<{ action: string; target_id: string; after: unknown }[]> {
  const { rows } = await systemPool().query(
    "select action, target_id, after from shared.domain_events where tenant_id = $1 order by occurred_at, id",
    [tenant.id],
  );
  return rows;
}

describe("creating", () => {
  test("shows the key once, keeps only its hash, records and mails", async () => {
    const made = await createApiKey(await admin(), {
      name: " Build ",
      scopes: ["agents:read", "agents:read"],
    });
    expect(made).toMatchObject({ name: "Build", scopes: ["agents:read"], status: "active" });
    expect(made.key).toMatch(/^ak_live_/);
    const days = (Date.parse(made.expires_at ?? "") - Date.parse(made.created_at)) / 86_400_000;
    expect(days).toBeCloseTo(90, 4);
    const secret = made.key.split("_")[3]?.slice(0, 43) ?? "";
    const { rows } = await systemPool().query(
      `select (select string_agg(t::text, ' ') from shared.api_keys t) || (select string_agg(t::text, ' ') from platform.api_key_directory t)
        || (select string_agg(t::text, ' ') from shared.domain_events t) || (select string_agg(t::text, ' ') from platform.outbox t) as all`,
    );
    expect(rows[0].all).not.toContain(secret);
    expect(await events()).toMatchObject([{ action: "api_key.created", target_id: made.id }]);
    const mails = await systemPool().query("select queue from platform.outbox where tenant_id = $1", [
      tenant.id,
    ]);
    expect(mails.rows).toEqual([{ queue: "mail" }]);
    const [listed] = (await listApiKeys(await admin(), {})).data;
    expect(listed).toEqual({ ...made, key: undefined, calls_7d: 0 });
  });

  test("nobody grants a scope that they lack", async () => {
    const developer = await makeUser();
    await addMember(tenant, developer, "developer");
    const ctx = await makeContext(tenant, developer);
    await expect(createApiKey(ctx, { name: "x", scopes: ["members:remove"] })).rejects.toMatchObject({
      ...denied,
      details: { subject: "members:remove" },
    });
    await createApiKey(ctx, { name: "x", scopes: ["agents:update"] });
    const byKey = await makeKeyContext(tenant, tenant.owner, ["api_keys:create", "agents:read"]);
    await expect(createApiKey(byKey, { name: "x", scopes: ["agents:update"] })).rejects.toMatchObject(denied);
    await createApiKey(byKey, { name: "x", scopes: ["agents:read"] });
    expect(await events()).toHaveLength(2);
  });

  test("a key without end needs its own permission; a year is the most", async () => {
    const developer = await makeUser();
    await addMember(tenant, developer, "developer");
    const endless = { name: "x", scopes: ["agents:read" as const], expires_in_days: null };
    await expect(createApiKey(await makeContext(tenant, developer), endless)).rejects.toMatchObject(denied);
    expect((await createApiKey(await admin(), endless)).expires_at).toBeNull();
    await expect(createApiKey(await admin(), { ...endless, expires_in_days: 366 })).rejects.toThrow();
  });

  test("viewers make none", async () => {
    const viewer = await makeUser();
    await addMember(tenant, viewer, "viewer");
    const ctx = await makeContext(tenant, viewer);
    await expect(createApiKey(ctx, { name: "x", scopes: ["agents:read"] })).rejects.toMatchObject(denied);
    await expect(listApiKeys(ctx, {})).rejects.toMatchObject(denied);
    await expect(revokeApiKey(ctx, newId())).rejects.toMatchObject(denied);
    expect(await events()).toEqual([]);
  });
});

describe("listing and revoking", () => {
  test("revoking ends the key and is recorded once", async () => {
    const made = await createApiKey(await admin(), { name: "Key", scopes: ["agents:read"] });
    await revokeApiKey(await admin(), made.id);
    await revokeApiKey(await admin(), made.id);
    expect((await listApiKeys(await admin(), {})).data).toMatchObject([{ status: "revoked" }]);
    expect((await listApiKeys(await admin(), { status: "active" })).data).toEqual([]);
    expect((await events()).map((event) => event.action)).toEqual(["api_key.created", "api_key.revoked"]);
  });

  test("another tenant's key is like one that does not exist", async () => {
    const made = await createApiKey(await admin(), { name: "Key", scopes: ["agents:read"] });
    const other = await makeTenant();
    const stranger = await makeContext(other, other.owner);
    const messages = await Promise.all(
      [made.id, newId()].map((id) => revokeApiKey(stranger, id).catch((error: unknown) => error)),
    );
    expect(messages[0]).toEqual(messages[1]);
    expect(messages[0]).toMatchObject({ code: "not_found" });
    expect((await listApiKeys(stranger, { q: "key" })).data).toEqual([]);
    await expect(getApiKey(stranger, made.id)).rejects.toMatchObject({ code: "not_found" });
    const nineDays = `insert into warehouse.requests_daily (tenant_id, day, route, caller, status, requests, faults,
        duration_ms_sum, duration_ms_max, response_bytes, buckets, counts)
      select $1, date_trunc('day', now(), 'UTC') - make_interval(days => n), 'GET /x', $2, s, 10, 0, 1, 1, 1, '{1}', '{10}'
      from generate_series(0, 8) n, unnest(array[200, 429]) s`;
    await systemPool().query(nineDays, [tenant.id, made.id]);
    await systemPool().query(nineDays, [other.id, made.id]);
    const read = await getApiKey(await admin(), made.id);
    expect({ ...made, ...read }).toEqual({ ...made, calls_7d: 140 });
    expect((await listApiKeys(await admin(), {})).data).toMatchObject([{ status: "active" }]);
  });

  test("pages hold every key once, newest first", async () => {
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      made.unshift((await createApiKey(await admin(), { name: `Key ${count}`, scopes: ["agents:read"] })).id);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listApiKeys(await admin(), { limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.data.map((row) => row.id));
      cursor = page.page.next_cursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(made);
    const found = async (q: string) => (await listApiKeys(await admin(), { q })).data.map(({ id }) => id);
    expect(await found("EY 3")).toEqual([made[1]]);
    expect(await found("%")).toEqual([]);
    const [newest] = (await listApiKeys(await admin(), { limit: 1 })).data;
    expect(await found(newest?.last_four ?? "")).toContain(newest?.id);
  });
});
