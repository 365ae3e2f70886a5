import { Readable } from "node:stream";
import { beforeAll, expect, test } from "vitest";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { createAgent } from "@/lib/agents/create-agent";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { openObject, putObject, tenantPrefix } from "@/lib/infra/object-store";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { sealForTenant } from "@/lib/tenancy/vault/seal-for-tenant";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { answerReview } from "../approval/answer-review";
import { APPROVAL_SETTING } from "../approval/read-approval-mode";
import { runProvisioning } from "../provisioning/run-provisioning";
import { createTenant } from "../tenants/create-tenant";
import { deleteTenant } from "../tenants/delete-tenant";
import { eraseTenant } from "../tenants/erase-tenant";
import { updateTenant } from "../tenants/update-tenant";
import { findLeftovers } from "./find-leftovers";
import { RETAINED } from "./retained";

const TENANTS = 20;
const CONTROLS = 2;
const AT_ONCE = 2;

type Filled = { id: string; accountId: string; canary: string; owner: TestUser };
let doomed: Filled[];
let neighbour: Filled;

/** A workspace that has been lived in: its canary stands in every kind of row that its people can write. */
async function fill(): Promise<Filled> {
  const canary = `CANARY-${newId().slice(-12)}`;
  const owner = await makeUser();
  const user = makeUserContext(owner);
  const made = await createTenant(user, { name: `${canary} Ltd`, slug: `e-${newId().slice(-12)}` });
  const { id } = made.tenant;
  await answerReview(user, made.operation.id, { body: `We are ${canary}` });
  await withSystem((tx) =>
    tx.tenantReview.update({ where: { tenantId: id }, data: { state: "approved" }, select: { id: true } }),
  );
  await systemPool().query("update platform.tenants set status = 'provisioning' where id = $1", [id]);
  await runProvisioning(made.operation.id);
  const ctx = await makeContext({ id }, owner);
  await updateTenant(ctx, id, { name: `${canary} renamed` });
  await createAgent(ctx, { catalogue_key: "quality_guardian", name: canary, description: canary });
  await inviteMembers(ctx, {
    invitations: [{ email: `${canary.toLowerCase()}@example.test`, role: "viewer" }],
  });
  await createApiKey(ctx, { name: canary, scopes: ["agents:read"] });
  await withTenant({ tenantId: id }, async (tx) => {
    await enqueueJob(tx, { queue: "later", payload: { canary }, dedupeKey: `later:${id}` });
    await tx.workflow.create({ data: { id: newId(), name: canary, definition: { note: canary } } });
  });
  await putObject(`${tenantPrefix(id)}exports/${canary}.ndjson`, Readable.from([Buffer.from(canary)]));
  await systemPool().query(
    "insert into platform.idempotency_keys (scope, key, body_hash, status) values ($1, 'k', '', 200)",
    [`user:${owner.id}:${id}:POST /api/v1/agents`],
  );
  await systemPool().query(
    "insert into shared.usage_metrics (tenant_id, id, metric_type, metric_value) values ($1, $2, $3, 1)",
    [id, newId(), canary],
  );
  const row = await withSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id } }));
  return { id, accountId: row.accountId, canary, owner };
}

async function close({ id, owner }: Filled): Promise<void> {
  await deleteTenant(await makeContext({ id }, owner), id);
  await ownerPool().query("update platform.tenants set delete_after = now() where id = $1", [id]);
}

beforeAll(async () => {
  await systemPool().query("insert into platform.settings (key, value) values ($1, '\"review\"')", [
    APPROVAL_SETTING,
  ]);
  const filled: Filled[] = [];
  while (filled.length < TENANTS + CONTROLS + 1) {
    filled.push(...(await Promise.all(Array.from({ length: AT_ONCE }, fill))));
  }
  [neighbour, ...doomed] = filled.slice(0, TENANTS + CONTROLS + 1) as [Filled, ...Filled[]];
}, 120_000);

test("control: before erasure the search finds every canary, in rows, jobs and files", async () => {
  const [first] = doomed as [Filled];
  const { leftovers, unreadable } = await findLeftovers({
    needles: [first.id, first.canary],
    everywhere: true,
  });
  expect(unreadable).toEqual([]);
  const schema = `t_${first.id.replaceAll("-", "")}`;
  expect(leftovers.map((entry) => entry.where)).toEqual(
    expect.arrayContaining([
      "platform.idempotency_keys",
      "platform.operations",
      "platform.outbox",
      "platform.platform_events",
      "platform.tenant_reviews",
      "platform.tenant_review_messages",
      "platform.tenants",
      "shared.api_keys",
      "shared.domain_events",
      "shared.invitations",
      "shared.usage_metrics",
      `${schema}.agent_instances`,
      `${schema}.workflows`,
      `${tenantPrefix(first.id)}exports/${first.canary}.ndjson`,
    ]),
  );
});

test("control: a table that erasure forgets is found, and the tenant is not done", async () => {
  const [forgotten] = doomed.splice(0, 1) as [Filled];
  await close(forgotten);
  const skip = ["platform.operations", "platform.idempotency_keys", "platform.tenant_reviews"];
  const failure: unknown = await eraseTenant(forgotten.id, { skip }).catch((error: unknown) => error);
  for (const table of skip) expect(String(failure)).toContain(table);
  const row = await withSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: forgotten.id } }));
  expect(row).toMatchObject({ status: "erased", erasedAt: null });
  expect(await eraseTenant(forgotten.id)).not.toBeNull();
});

test("control: a stray copy in a neighbour's schema is found", async () => {
  const [stray] = doomed.splice(0, 1) as [Filled];
  await withTenant({ tenantId: neighbour.id }, (tx) =>
    tx.workflow.create({ data: { id: newId(), name: "copy", definition: { from: stray.canary } } }),
  );
  await close(stray);
  await eraseTenant(stray.id);
  const { leftovers } = await findLeftovers({ needles: [stray.canary], everywhere: true });
  expect(leftovers).toEqual([
    { where: `t_${neighbour.id.replaceAll("-", "")}.workflows`, hits: 1, allowed: false },
  ]);
});

test("of 20 erased workspaces nothing is left in any table or file but what the allowlist names", async () => {
  expect(doomed).toHaveLength(TENANTS);
  const erase = async (tenant: Filled) => {
    await close(tenant);
    expect(await eraseTenant(tenant.id)).toMatchObject({ unreadable: [] });
    expect(await eraseTenant(tenant.id)).toBeNull();
  };
  for (let n = 0; n < TENANTS; n += AT_ONCE) await Promise.all(doomed.slice(n, n + AT_ONCE).map(erase));
  const canaries = doomed.map((tenant) => tenant.canary);
  const strings = await findLeftovers({
    needles: [...canaries, ...canaries.map((canary) => canary.toLowerCase())],
    everywhere: true,
  });
  expect(strings.leftovers).toEqual([]);
  expect(strings.unreadable).toEqual([]);
  expect(strings.tables).toBeGreaterThan(80);
  expect(strings.files).toBeLessThanOrEqual(AT_ONCE);
  const ids = await findLeftovers({ needles: doomed.map((tenant) => tenant.id), everywhere: true });
  expect(ids.leftovers.filter((entry) => !entry.allowed)).toEqual([]);
  for (const { where } of ids.leftovers) expect(Object.keys(RETAINED)).toContain(where);
  expect(ids.leftovers.map((entry) => entry.where)).toEqual(
    expect.arrayContaining(["platform.platform_events", "platform.tenants"]),
  );
});

test("what was sealed for an erased workspace cannot be sealed or read again", async () => {
  const [first] = doomed as [Filled];
  const place = { tenantId: first.id, table: "outbox", column: "payload", row: newId() } as const;
  await expect(sealForTenant(place, "late")).rejects.toThrow();
});

test("the audit trail says that it was erased, and the neighbour is untouched", async () => {
  const [first] = doomed as [Filled];
  const events = await withSystem((tx) => tx.platformEvent.findMany({ where: { tenantId: first.id } }));
  expect(events.map((event) => event.action)).toEqual(
    expect.arrayContaining(["tenant.requested", "tenant.erased", "tenant.erasure_verified"]),
  );
  expect(await openObject(`${tenantPrefix(neighbour.id)}exports/${neighbour.canary}.ndjson`)).not.toBeNull();
  const { leftovers } = await findLeftovers({ needles: [neighbour.canary], everywhere: true });
  expect(leftovers.length).toBeGreaterThan(8);
  const blank =
    "update platform.platform_events set target_label = '', before = null, after = null where tenant_id = $1";
  await expect(ownerPool().query(blank, [neighbour.id])).rejects.toMatchObject({ code: "42501" });
});

test("with the last workspace of an account its subscription is asked to end, not before", async () => {
  const [first] = doomed as [Filled];
  const jobs = await systemPool().query(
    "select 1 from platform.outbox where queue = 'close-subscription' and dedupe_key like $1",
    [`close-account:${first.accountId}:%`],
  );
  expect(jobs.rowCount).toBe(1);
  expect(first.accountId).not.toBe(neighbour.accountId);
});
