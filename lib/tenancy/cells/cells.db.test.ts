import { afterAll, beforeAll, expect, test } from "vitest";
import type { TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { addCell } from "@/lib/testing/second-cell";

// One server, two databases; the outage of a whole server is cell-outage.db.test.ts.
await addCell("b");
const { prepareDatabase } = await import("@/lib/lifecycle/prepare-database");
const { systemPool, closePools } = await import("@/lib/infra/database/pools");
const { withSystem } = await import("@/lib/tenancy/with-system");
const { withCell } = await import("./with-cell");
const { withTenant } = await import("@/lib/tenancy/with-tenant");
const { mirrorActivity } = await import("./mirror-activity");
const { listApiKeys } = await import("@/lib/access/api-keys/list-api-keys");
const { relayCellOutbox } = await import("./relay-cell-outbox");
const { createTenant } = await import("@/lib/lifecycle/tenants/create-tenant");
const { updateTenant } = await import("@/lib/lifecycle/tenants/update-tenant");
const { deleteTenant } = await import("@/lib/lifecycle/tenants/delete-tenant");
const { eraseTenant } = await import("@/lib/lifecycle/tenants/erase-tenant");
const { getOverview } = await import("@/lib/lifecycle/get-overview");
const { runProvisioning } = await import("@/lib/lifecycle/provisioning/run-provisioning");
const { createAgent } = await import("@/lib/agents/create-agent");
const { inviteMembers } = await import("@/lib/access/invitations/invite-members");
const { acceptInvitation } = await import("@/lib/access/invitations/answer/accept-invitation");
const { listMyInvitations } = await import("@/lib/auth/sign-in/list-my-invitations");
const { listMyRoles } = await import("@/lib/auth/sign-in/list-my-roles");
const { removeMember } = await import("@/lib/access/members/remove-member");
const { listMembers } = await import("@/lib/access/members/list-members");
const { createApiKey } = await import("@/lib/access/api-keys/create-api-key");
const { revokeApiKey } = await import("@/lib/access/api-keys/revoke-api-key");
const { listMyTenants } = await import("@/lib/access/list-my-tenants");
const { accountUsage } = await import("@/lib/usage/account-usage");
const { getUsageSeries } = await import("@/lib/usage/get-usage-series");
const { sweepCalls } = await import("@/lib/usage/calls/sweep-calls");
const { lastInvitationToken } = await import("@/lib/testing/invitation-mails");
const { probe } = await import("@/lib/testing/probe-route");
const { callRoute } = await import("@/lib/testing/call-route");
const { makeContext, makeUserContext } = await import("@/lib/testing/make-context");
const { makeUser } = await import("@/lib/testing/make-tenant");
const { makeSuperAdmin, sessionCookie } = await import("@/lib/testing/make-staff");
const { GET: fleetOverview } = await import("@/app/api/v1/admin/migrations/route");
const { GET: fleetTenants } = await import("@/app/api/v1/admin/migrations/tenants/route");
const { GET: adminTenant } = await import("@/app/api/v1/admin/tenants/[id]/route");
const { POST: suspend, DELETE: reactivate } = await import(
  "@/app/api/v1/admin/tenants/[id]/suspension/route"
);

let founder: Awaited<ReturnType<typeof makeUser>>;
let tenantId: string;
let slug: string;
let ctx: TenantContext;

async function place(cell: "b" | "main"): Promise<void> {
  await systemPool().query("update platform.cells set accepts_new = (name = $1)", [cell]);
}
async function accountId(): Promise<string> {
  const row = await withSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenantId } }));
  return row.accountId;
}
async function countIn(cell: string, table: string): Promise<number> {
  const { rows } = await systemPool(cell).query<{ n: number }>(
    `select count(*)::int as n from ${table} where tenant_id = $1`,
    [tenantId],
  );
  return rows[0]?.n ?? 0;
}

beforeAll(async () => {
  expect(await prepareDatabase()).toMatchObject({ failed: 0, halted: [], unreachable: [] });
  await place("b");
  founder = await makeUser();
  slug = `w-${newId().slice(-12)}`;
  const made = await createTenant(makeUserContext(founder), { name: "Second home", slug });
  tenantId = made.tenant.id;
  expect(await runProvisioning(made.operation.id)).toBe("succeeded");
  ctx = await makeContext({ id: tenantId }, founder);
});
afterAll(closePools);

test("provisioning puts every row and the schema into the other database, and none into the first", async () => {
  expect(ctx.tenant.cell).toBe("b");
  for (const table of ["shared.tenants", "shared.memberships", "shared.roles", "shared.role_bindings"]) {
    expect([table, await countIn("main", table)]).toEqual([table, 0]);
    expect([table, (await countIn("b", table)) > 0]).toEqual([table, true]);
  }
  const schema = `t_${tenantId.replaceAll("-", "")}`;
  const there = (cell: string) =>
    systemPool(cell).query("select 1 from pg_namespace where nspname = $1", [schema]);
  expect([(await there("main")).rowCount, (await there("b")).rowCount]).toEqual([0, 1]);
  expect((await listMyTenants(founder.id)).map((row) => row.id)).toEqual([tenantId]);
});

test("the portal's verbs work there: overview, agents, members, audit", async () => {
  await createAgent(ctx, { catalogue_key: "quality_guardian", name: "There" });
  const overview = await getOverview(ctx);
  expect(overview).toMatchObject({ members: 1, activeAgents: 1 });
  expect((await listMembers(ctx, { limit: 10 })).data).toHaveLength(1);
});

test("an invitation, its acceptance and a removal reach the directories before the verb answers", async () => {
  const guest = await makeUser({ firstName: "Gwen" });
  await inviteMembers(ctx, { invitations: [{ email: guest.email, role: "viewer" }] });
  expect(await listMyInvitations(makeUserContext(guest))).toHaveLength(1);
  await acceptInvitation(makeUserContext(guest), await lastInvitationToken(tenantId));
  expect((await listMyTenants(guest.id)).map((row) => row.id)).toEqual([tenantId]);
  expect(await listMyRoles(makeUserContext(guest))).toMatchObject([{ tenantId, key: "viewer" }]);
  const home = await withSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: guest.id } }));
  expect(home).toMatchObject({ tenantId, role: "viewer" });
  await removeMember(ctx, guest.id);
  expect(await listMyTenants(guest.id)).toEqual([]);
  expect(await countIn("b", "platform.directory_changes")).toBe(0);
});

test("a key is admitted, counted once and its usage lies in the cell; revoked, it is refused at once", async () => {
  const made = await createApiKey(ctx, { name: "There", scopes: ["agents:read"] });
  const call = () => callRoute(probe, { key: made.key });
  const answers = [await call(), await call()];
  expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  expect(await answers[0]?.json()).toEqual({ tenant: tenantId });
  const used = async () =>
    (await accountUsage(await accountId())).find((row) => row.meter === "api_calls")?.used;
  expect(await used()).toBe(2);
  expect(await countIn("b", "shared.usage_events")).toBe(2);
  const series = await getUsageSeries(ctx, { meter: "api_calls", interval: "hour" });
  expect(series.reduce((sum, bucket) => sum + bucket.quantity, 0)).toBe(2);
  await revokeApiKey(ctx, made.id);
  expect((await call()).status).toBe(401);
  expect(await used()).toBe(2);
});

test("a key is refused by the cell while the directory does not know yet that it was revoked, or that its role ended", async () => {
  const made = await createApiKey(ctx, { name: "Late", scopes: ["agents:read"] });
  await withCell("b", (tx) =>
    tx.apiKey.update({
      where: { tenantId_id: { tenantId, id: made.id } },
      data: { revokedAt: new Date() },
      select: { id: true },
    }),
  );
  expect((await callRoute(probe, { key: made.key })).status).toBe(401);
  const bound = await createApiKey(ctx, { name: "Bound", roles: [{ role: "viewer" }] });
  expect((await callRoute(probe, { key: bound.key })).status).toBe(200);
  await withCell("b", (tx) =>
    tx.roleBinding.updateMany({
      where: { tenantId, subjectType: "api_key", subjectId: bound.id },
      data: { expiresAt: new Date(0) },
    }),
  );
  expect((await callRoute(probe, { key: bound.key })).status).toBe(403);
});

test("a call whose process died between the two databases is counted by the sweeper, once", async () => {
  const id = newId();
  const account = await accountId();
  const { rows } = await systemPool().query<{ period: string }>(
    "select platform.current_period($1) as period",
    [account],
  );
  const before = (await accountUsage(account)).find((row) => row.meter === "api_calls")?.used ?? 0;
  await systemPool().query(
    `with c as (update platform.account_counters set reserved = reserved + 1
       where account_id = $2 and meter = 'api_calls' and period_id = $3)
     insert into platform.reservations (id, account_id, meter, period_id, quantity, expires_at)
     values ($1, $2, 'api_calls', $3, 1, now() - interval '1 second')`,
    [id, account, rows[0]?.period],
  );
  await systemPool("b").query(
    "insert into shared.usage_event_keys (tenant_id, idempotency_key) values ($1, $2)",
    [tenantId, `call:${id}`],
  );
  await sweepCalls();
  await sweepCalls();
  expect((await accountUsage(account)).find((row) => row.meter === "api_calls")?.used).toBe(before + 1);
});

test("when people and keys were last there is copied, so that its lists show it", async () => {
  await systemPool().query("update platform.user_tenants set last_opened_at = now() where tenant_id = $1", [
    tenantId,
  ]);
  expect((await listMembers(ctx, { limit: 10 })).data[0]?.last_active_at).toBeNull();
  expect(await mirrorActivity()).toBe(1);
  expect((await listMembers(ctx, { limit: 10 })).data[0]?.last_active_at).not.toBeNull();
  const keys = await listApiKeys(ctx, { limit: 10 });
  expect(keys.data.some((key) => key.last_used_at !== null)).toBe(true);
});

test("every function of the control plane that tenants may call exists in the cell, and no other", async () => {
  const callable = async (cell: string) => {
    const { rows } = await systemPool(cell).query<{ name: string }>(
      `select p.oid::regprocedure::text as name from pg_proc p where p.pronamespace = 'platform'::regnamespace
       and has_function_privilege('atrium_tenant', p.oid, 'execute') order by 1`,
    );
    return rows.map((row) => row.name);
  };
  expect(await callable("b")).toEqual(await callable("main"));
  expect((await callable("b")).length).toBeGreaterThan(9);
});

test("a change by the control plane reaches the tenant's own log with the relay", async () => {
  await updateTenant(ctx, tenantId, { name: "Renamed" });
  const logged = () =>
    withTenant({ tenantId }, (tx) =>
      tx.domainEvent.findMany({ where: { tenantId, action: "tenant.updated" } }),
    );
  expect(await logged()).toEqual([]);
  expect(await relayCellOutbox("b")).toBeGreaterThan(0);
  expect(await logged()).toMatchObject([{ actorType: "user", after: { name: "Renamed" } }]);
});

test("a row that the cell refuses waits with its error and holds up nobody else", async () => {
  await relayCellOutbox("b");
  const other = newId();
  const write = (tenant: string, payload: object) =>
    systemPool().query(
      "insert into platform.cell_outbox (id, tenant_id, kind, payload) values ($1, $2, 'domain_event', $3)",
      [newId(), tenant, JSON.stringify(payload)],
    );
  await systemPool().query(
    `insert into platform.tenants select (jsonb_populate_record(t, jsonb_build_object('id', $2::text, 'slug', $3::text))).*
     from platform.tenants t where t.id = $1`,
    [tenantId, other, `w-${other.slice(-12)}`],
  );
  await write(tenantId, { id: "not an id" });
  await updateTenant(ctx, tenantId, { name: "Behind it" });
  await write(other, {});
  const left = async () =>
    (
      await systemPool().query<{ tenant_id: string; attempts: number; error: string | null }>(
        "select tenant_id, attempts, error from platform.cell_outbox order by position",
      )
    ).rows;
  expect(await relayCellOutbox("b")).toBe(3);
  expect(await left()).toMatchObject([
    { tenant_id: tenantId, attempts: 1, error: expect.stringContaining("uuid") },
    { tenant_id: tenantId, attempts: 0, error: null },
  ]);
  expect(await relayCellOutbox("b")).toBe(0);
  // Later, and mended: both go, in order.
  await systemPool().query("delete from platform.cell_outbox where attempts > 0");
  expect(await relayCellOutbox("b")).toBe(1);
  expect(await left()).toEqual([]);
  await systemPool().query("delete from platform.tenants where id = $1", [other]);
});

test("the back-office sees the tenant, its people and its cell, and can suspend it", async () => {
  const cookie = await sessionCookie(await makeSuperAdmin(), { slug: "admin", mfa: true });
  const call = { slug: "admin", cookie, params: { id: tenantId } };
  const detail = await (await callRoute(adminTenant, call)).json();
  expect(detail).toMatchObject({ cell: "b", cell_reachable: true, members: { total: 1 } });
  const fleet = await (await callRoute(fleetTenants, { slug: "admin", cookie })).json();
  expect(fleet.data).toMatchObject([{ id: tenantId, cell: "b", state: "done" }]);
  const overview = await (await callRoute(fleetOverview, { slug: "admin", cookie })).json();
  expect(overview.data).toMatchObject([
    { name: "main", tenants: { total: 0 } },
    { name: "b", reachable: true, tenants: { total: 1, current: 1 } },
  ]);
  expect((await callRoute(suspend, { ...call, body: { reason: "Looking into it" } })).status).toBe(201);
  expect((await callRoute(reactivate, { ...call, body: { reason: "All is well" } })).status).toBe(200);
});

test("a cell cannot announce anything for a tenant of another cell", async () => {
  await place("main");
  const stranger = await makeUser();
  const made = await createTenant(makeUserContext(stranger), {
    name: "At home",
    slug: `w-${newId().slice(-12)}`,
  });
  await runProvisioning(made.operation.id);
  const { rows } = await systemPool().query<{ failure: string }>(
    "select * from platform.apply_directory_changes('b', $1::uuid[], $2::uuid[], $3::text[], $4::jsonb[])",
    [[newId()], [made.tenant.id], ["announce_member(uuid,text)"], [JSON.stringify([founder.id, "active"])]],
  );
  expect(rows).toMatchObject([{ failure: "no tenant of this cell" }]);
  expect((await listMyTenants(founder.id)).map((row) => row.id)).toEqual([tenantId]);
});

test("erasure leaves nothing in either database", async () => {
  await deleteTenant(await makeContext({ id: tenantId }, founder), tenantId);
  await systemPool().query(
    "update platform.tenants set delete_after = now() - interval '1 day' where id = $1",
    [tenantId],
  );
  await eraseTenant(tenantId);
  for (const table of [
    "shared.tenants",
    "shared.memberships",
    "shared.domain_events",
    "platform.directory_changes",
  ])
    expect([table, await countIn("b", table)]).toEqual([table, 0]);
  expect(await countIn("main", "platform.cell_outbox")).toBe(0);
  const schema = `t_${tenantId.replaceAll("-", "")}`;
  const { rowCount } = await systemPool("b").query("select 1 from pg_roles where rolname = $1", [schema]);
  expect(rowCount).toBe(0);
});
