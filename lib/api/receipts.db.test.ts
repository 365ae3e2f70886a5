import { beforeEach, expect, test } from "vitest";
import { GET as receiptGet } from "@/app/api/v1/access/receipts/[id]/route";
import { POST as agentsPost } from "@/app/api/v1/agents/route";
import { getReceipt } from "@/lib/access/receipts/get-receipt";
import { keepReceipt } from "@/lib/access/receipts/keep-receipt";
import { pruneReceipts } from "@/lib/access/receipts/prune-receipts";
import { decideAccessRequest } from "@/lib/access/receipts/requests/decide-access-request";
import { listAccessRequests } from "@/lib/access/receipts/requests/list-access-requests";
import { requestAccess } from "@/lib/access/receipts/requests/request-access";
import { createSession } from "@/lib/auth/create-session";
import { sealSession } from "@/lib/auth/session-cookie";
import { DomainError, type ErrorCode, type ErrorDetails } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { ownerPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { call, newKey, openKeyWorld, setLimit, tenant } from "@/lib/testing/key-world";
import { makeContext, makeKeyContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";

beforeEach(openKeyWorld);

type Problem = { decision_id: string; receipt?: string; code: string };
const rows = async () =>
  (
    await ownerPool().query<{ id: string; code: string; used_value: string; limit_value: string }>(
      "select id, code, used_value, limit_value from shared.access_receipts where tenant_id = $1 order by created_at",
      [tenant.id],
    )
  ).rows;

async function mails(): Promise<number> {
  const { rowCount } = await ownerPool().query(
    "select id from platform.outbox where queue = 'mail' and tenant_id = $1",
    [tenant.id],
  );
  return rowCount ?? 0;
}

async function cookieOf(user: TestUser): Promise<string> {
  const info = { requestId: "test", ip: "192.0.2.10", userAgent: "test" };
  const session = await withSystem((tx) =>
    createSession(tx, { userId: user.id, method: "password", mfa: false, info }),
  );
  const sealed = await sealSession(session.sid, `${tenant.slug}.atrium.localhost:3000`);
  return sealed.split(";")[0] ?? "";
}

async function refusedViewer() {
  const vera = await makeUser({ firstName: "Vera" });
  await addMember(tenant, vera, "viewer");
  const cookie = await cookieOf(vera);
  const attempt = async () => {
    const response = await callRoute(agentsPost, {
      slug: tenant.slug,
      cookie,
      body: { catalogue_key: "quality_guardian", name: "Mine" },
    });
    return { status: response.status, body: (await response.json()) as Problem };
  };
  return { vera, cookie, attempt };
}

test("a refusal has a receipt that its holder opens, and equal ones of a minute share it", async () => {
  const { vera, cookie, attempt } = await refusedViewer();
  const answers = await Promise.all([attempt(), attempt(), attempt()]);
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  const ids = new Set(answers.map(({ body }) => body.decision_id));
  expect(ids.size).toBe(1);
  expect(await rows()).toHaveLength(1);
  const [id = ""] = ids;
  expect(answers[0]?.body.receipt).toBe(`/decisions/${id}`);
  const opened = await callRoute(receiptGet, { slug: tenant.slug, cookie, params: { id } });
  expect(await opened.json()).toMatchObject({
    code: "permission_denied",
    subject: "agents:create",
    route: "/api/v1/agents",
    is_mine: true,
    may_request: true,
    fixes: [{ kind: "give_role", roles: [{ key: "tenant_admin" }, { key: "agent_manager" }] }],
  });
  const admin = await makeContext(tenant, tenant.owner);
  expect(await getReceipt(admin, id)).toMatchObject({ is_mine: false, may_request: false });
  const other = await makeUser();
  await addMember(tenant, other, "viewer");
  const elsewhere = await makeTenant();
  for (const ctx of [await makeContext(tenant, other), await makeContext(elsewhere, elsewhere.owner)]) {
    await expect(getReceipt(ctx, id)).rejects.toMatchObject({ code: "not_found" });
  }
  await expect(getReceipt(await makeContext(tenant, vera), newId())).rejects.toMatchObject({
    code: "not_found",
  });
});

test("429 for a used-up quota tells the counter and the limit at that instant", async () => {
  const key = (await newKey()).key;
  await setLimit("api_calls", 1);
  expect((await call({ key })).status).toBe(200);
  const refused = await call({ key });
  expect(refused.status).toBe(429);
  const { decision_id: id } = (await refused.json()) as Problem;
  expect(await rows()).toMatchObject([{ id, code: "quota_exceeded", used_value: "1", limit_value: "1" }]);
  const opened = await callRoute(receiptGet, { key, params: { id } });
  expect(await opened.json()).toMatchObject({
    actor: { type: "api_key" },
    counter: { used: 1, limit: 1, resets_at: expect.any(String) },
    fixes: [{ kind: "wait" }, { kind: "upgrade_plan" }],
  });
  const otherKey = (await newKey()).key;
  expect((await callRoute(receiptGet, { key: otherKey, params: { id } })).status).toBe(404);
});

test("a flood writes at most what a day allows, and answers on", async () => {
  const ctx = await makeContext(tenant, tenant.owner);
  await ownerPool().query(
    `insert into shared.access_receipts (tenant_id, id, user_id, actor_type, actor_id, code, method, route, fingerprint, minute)
     select $1, gen_random_uuid(), $2, 'user', $2, 'permission_denied', 'GET', '/x', 'f' || n, now() from generate_series(1, 200) n`,
    [tenant.id, tenant.owner.id],
  );
  const refusal = new DomainError("permission_denied", "No.", { subject: "agents:create" });
  const receipt = await keepReceipt(ctx, refusal, { method: "GET", route: "/y" });
  expect(receipt.kept).toBe(false);
  expect(await rows()).toHaveLength(200);
});

test("one click asks the admins; one of them grants a role that ends, and the person can", async () => {
  const { vera, attempt } = await refusedViewer();
  const { body } = await attempt();
  const ctx = await makeContext(tenant, vera);
  const before = await mails();
  const asked = await requestAccess(ctx, body.decision_id, { note: "For Friday" });
  expect((await requestAccess(ctx, body.decision_id, {})).id).toBe(asked.id);
  expect(await mails()).toBe(before + 1);
  const admin = await makeContext(tenant, tenant.owner);
  const page = await listAccessRequests(admin, { status: "pending" });
  expect(page.data).toMatchObject([{ id: asked.id, subject: "agents:create", note: "For Friday" }]);
  await expect(listAccessRequests(ctx, {})).rejects.toMatchObject({ code: "permission_denied" });
  const verdict = {
    decision: "grant",
    role: "agent_manager",
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
  } as const;
  const parallel = await Promise.allSettled([
    decideAccessRequest(admin, asked.id, verdict),
    decideAccessRequest(admin, asked.id, verdict),
  ]);
  expect(parallel.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(decideAccessRequest(admin, asked.id, { decision: "dismiss" })).rejects.toMatchObject({
    details: { reason: "already_decided" },
  });
  expect((await attempt()).status).toBe(201);
  expect(await tenantActions(tenant.id)).toEqual(
    expect.arrayContaining(["access.requested", "member.role_changed", "access.granted"]),
  );
});

test("asks whom it concerns: payers for the account's matters, nobody where asking changes nothing", async () => {
  const vera = await makeUser();
  await addMember(tenant, vera, "viewer");
  const ctx = await makeContext(tenant, vera);
  const refuse = async (code: ErrorCode, details: ErrorDetails) =>
    (await keepReceipt(ctx, new DomainError(code, "No.", details), { method: "GET", route: "/x" })).id;
  const payer = await makeUser();
  await ownerPool().query(
    "insert into platform.account_members (account_id, user_id, role) values ($1, $2, 'billing_admin')",
    [tenant.accountId, payer.id],
  );
  const before = await mails();
  await requestAccess(
    ctx,
    await refuse("permission_denied", { reason: "role_lacks_permission", subject: "billing:manage" }),
    {},
  );
  expect(await mails()).toBe(before + 2);
  for (const code of ["rate_limited", "step_up_required", "tenant_suspended"] as const) {
    const id = await refuse(code, {});
    expect((await getReceipt(ctx, id)).may_request).toBe(false);
    await expect(requestAccess(ctx, id, {})).rejects.toMatchObject({ details: { reason: "nothing_to_ask" } });
  }
  const narrow = await makeKeyContext(tenant, tenant.owner, ["agents:read"]);
  const own = await keepReceipt(
    narrow,
    new DomainError("permission_denied", "No.", { subject: "agents:create" }),
    {
      method: "GET",
      route: "/x",
    },
  );
  expect((await getReceipt(narrow, own.id)).fixes.flatMap(({ who, roles }) => [...who, ...roles])).toEqual(
    [],
  );
});

test("nobody grants by a request what they lack, and receipts are forgotten after 30 days", async () => {
  const { vera, attempt } = await refusedViewer();
  const { body } = await attempt();
  const asked = await requestAccess(await makeContext(tenant, vera), body.decision_id, {});
  await ownerPool().query(
    "insert into shared.roles (tenant_id, id, key, name, rank) values ($1, $2, 'helper', 'Helper', 70)",
    [tenant.id, newId()],
  );
  await ownerPool().query(
    `insert into shared.role_permissions (tenant_id, role_id, permission_key)
     select $1, id, 'members:update' from shared.roles where tenant_id = $1 and key = 'helper'`,
    [tenant.id],
  );
  const helper = await makeUser();
  await addMember(tenant, helper, "viewer");
  await ownerPool().query(
    `update shared.role_bindings b set role_id = r.id from shared.roles r
     where b.tenant_id = $1 and b.subject_id = $2 and r.tenant_id = $1 and r.key = 'helper'`,
    [tenant.id, helper.id],
  );
  await expect(
    decideAccessRequest(await makeContext(tenant, helper), asked.id, {
      decision: "grant",
      role: "agent_manager",
    }),
  ).rejects.toMatchObject({ details: { reason: "grants_more_than_held" } });
  const helping = await makeContext(tenant, helper);
  const admin = await makeContext(tenant, tenant.owner);
  const refusal = new DomainError("permission_denied", "No.", { subject: "agents:fly" });
  const above = await keepReceipt(admin, refusal, { method: "GET", route: "/z" });
  const fromAbove = await requestAccess(admin, above.id, {});
  await expect(
    decideAccessRequest(helping, fromAbove.id, { decision: "grant", role: "helper" }),
  ).rejects.toMatchObject({ details: { reason: "higher_rank" } });
  await ownerPool().query(
    "update shared.access_receipts set created_at = now() - interval '31 days' where tenant_id = $1",
    [tenant.id],
  );
  await pruneReceipts();
  expect(await rows()).toHaveLength(0);
});
