import { beforeEach, describe, expect, test } from "vitest";
import { DELETE as reactivate, POST as suspend } from "@/app/api/v1/admin/tenants/[id]/suspension/route";
import { GET as listAgents } from "@/app/api/v1/agents/route";
import { GET as listInvoices } from "@/app/api/v1/billing/invoices/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { resolveRequest } from "@/lib/access/resolve-request";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { callRoute } from "@/lib/testing/call-route";
import { forceStatus } from "@/lib/testing/force-status";
import { loadRoutes } from "@/lib/testing/load-routes";
import { makeContext } from "@/lib/testing/make-context";
import { makeSuperAdmin, sessionCookie } from "@/lib/testing/make-staff";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { mailsTo } from "@/lib/testing/test-browser";

const REASON = "Spam was sent from here";
let tenant: TestTenant;
let staff: TestUser;
let staffCookie: string;

beforeEach(async () => {
  [tenant, staff] = await Promise.all([makeTenant(), makeSuperAdmin()]);
  staffCookie = await sessionCookie(staff, { slug: "admin", mfa: true });
});

const asStaff = (handler: typeof suspend, body: unknown = { reason: REASON }, id = tenant.id) =>
  callRoute(handler, { slug: "admin", cookie: staffCookie, params: { id }, body });
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;
const statusNow = () =>
  withSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenant.id } })).then((row) => row.status);

async function newKey(): Promise<string> {
  const ctx = await makeContext(tenant, tenant.owner);
  return (await createApiKey(ctx, { name: "Test key", scopes: ["agents:read", "billing:read"] })).key;
}

describe("suspending", () => {
  test("refuses the very next request of the portal's session and of the API key, metered or not", async () => {
    const key = await newKey();
    const cookie = await sessionCookie(tenant.owner, { slug: tenant.slug });
    const { slug } = tenant;
    expect((await callRoute(listAgents, { slug, cookie })).status).toBe(200);
    expect((await callRoute(listAgents, { slug, key })).status).toBe(200);

    const answer = await asStaff(suspend);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ id: tenant.id, status: "suspended" });

    for (const handler of [listAgents, listInvoices]) {
      for (const caller of [{ cookie }, { key }]) {
        const refused = await callRoute(handler, { slug, ...caller });
        expect(refused.status).toBe(423);
        expect(await codeOf(refused)).toBe("tenant_suspended");
      }
    }
    expect((await callRoute(listAgents, { key })).status).toBe(423);
  });

  test("closes every tenant route that a permission guards", async () => {
    const cookie = await sessionCookie(tenant.owner, { slug: tenant.slug });
    const { routes } = await loadRoutes();
    const guarded = routes.filter(({ spec }) => spec.auth === "tenant" && spec.permission);
    expect(guarded.length).toBeGreaterThan(20);
    await asStaff(suspend);
    for (const handler of guarded) {
      const answer = await callRoute(handler, { slug: tenant.slug, cookie, params: { id: newId() } });
      expect(`${answer.status} ${handler.spec.path}`).toBe(`423 ${handler.spec.path}`);
    }
  });

  test("leaves the sessions alone and other tenants open", async () => {
    const other = await makeTenant();
    const cookie = await sessionCookie(other.owner, { slug: other.slug });
    await asStaff(suspend);
    expect((await callRoute(listAgents, { slug: other.slug, cookie })).status).toBe(200);
    const kept = await withSystem((tx) =>
      tx.session.count({ where: { userId: tenant.owner.id, revokedAt: { not: null } } }),
    );
    expect(kept).toBe(0);
  });

  test("writes both trails in one transaction, and tells the tenant no person, address or session", async () => {
    await asStaff(suspend);
    const platform = await withSystem((tx) =>
      tx.platformEvent.findFirstOrThrow({ where: { tenantId: tenant.id, action: "tenant.suspended" } }),
    );
    expect(platform).toMatchObject({
      actorType: "user",
      actorId: staff.id,
      reason: REASON,
      accountId: tenant.accountId,
      before: { status: "active" },
      after: { status: "suspended", reason: REASON },
      ip: "192.0.2.10",
    });
    const [own] = await withTenant({ tenantId: tenant.id }, (tx) =>
      tx.domainEvent.findMany({ where: { tenantId: tenant.id, action: "tenant.suspended" } }),
    );
    expect(own).toMatchObject({
      actorType: "system",
      actorLabel: "Atrium staff",
      actorId: null,
      sessionId: null,
      ip: null,
      userAgent: null,
      after: { status: "suspended", reason: REASON },
      requestId: platform.requestId,
    });
  });

  test("mails every active admin in their own language, and nobody else", async () => {
    const [dutch, viewer] = await Promise.all([makeUser(), makeUser()]);
    await addMember(tenant, dutch, "tenant_admin");
    await addMember(tenant, viewer, "viewer");
    await withSystem((tx) =>
      tx.user.update({ where: { id: dutch.id }, data: { locale: "nl" }, select: { id: true } }),
    );
    await asStaff(suspend);
    const mail = { template: "tenant_suspended", data: { tenantName: tenant.slug, reason: REASON } };
    expect(await mailsTo(tenant.owner.email)).toMatchObject([{ ...mail, locale: "en" }]);
    expect(await mailsTo(dutch.email)).toMatchObject([{ ...mail, locale: "nl" }]);
    expect(await mailsTo(viewer.email)).toEqual([]);
  });

  test("needs a reason, an open tenant and a tenant at all", async () => {
    for (const body of [{}, { reason: "  x " }, { reason: "" }, { reason: "y".repeat(1001) }]) {
      expect((await asStaff(suspend, body)).status).toBe(422);
    }
    expect(await statusNow()).toBe("active");
    expect((await asStaff(suspend, undefined, newId())).status).toBe(404);
    for (const status of ["provisioning", "offboarding", "moving"] as const) {
      await forceStatus(tenant.id, status);
      expect((await asStaff(suspend)).status).toBe(409);
      expect(await statusNow()).toBe(status);
    }
  });

  test("happens once, also under 20 parallel clicks", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => asStaff(suspend)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array(19).fill(409)]);
    const events = await withSystem((tx) =>
      tx.platformEvent.count({ where: { tenantId: tenant.id, action: "tenant.suspended" } }),
    );
    expect(events).toBe(1);
    const again = await asStaff(suspend);
    expect(await again.json()).toMatchObject({ code: "conflict", reason: "already_suspended" });
  });
});

describe("reactivating", () => {
  test("opens portal and API with the next request, with its own events and mail", async () => {
    const key = await newKey();
    const cookie = await sessionCookie(tenant.owner, { slug: tenant.slug });
    await asStaff(suspend);
    const answer = await asStaff(reactivate, { reason: "Cleared up by phone" });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ id: tenant.id, status: "active" });
    const { slug } = tenant;
    expect((await callRoute(listAgents, { slug, cookie })).status).toBe(200);
    expect((await callRoute(listAgents, { slug, key })).status).toBe(200);
    const [platform, own] = await withSystem(async (tx) => [
      await tx.platformEvent.findFirst({ where: { tenantId: tenant.id, action: "tenant.reactivated" } }),
      await tx.domainEvent.findFirst({ where: { tenantId: tenant.id, action: "tenant.reactivated" } }),
    ]);
    expect(platform).toMatchObject({ reason: "Cleared up by phone", actorId: staff.id });
    expect(own).toMatchObject({ actorLabel: "Atrium staff" });
    expect((await mailsTo(tenant.owner.email)).map((mail) => mail.template)).toContain("tenant_reactivated");
    const row = await withSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenant.id } }));
    expect(row.statusReason).toBeNull();
  });

  test("parks a tenant that the plan has no room for", async () => {
    const { id: second } = await makeTenant({ accountId: tenant.accountId });
    await withSystem((tx) =>
      tx.accountEntitlement.update({
        where: { accountId_feature: { accountId: tenant.accountId, feature: "tenants" } },
        data: { limitValue: 1n },
      }),
    );
    await asStaff(suspend, { reason: REASON }, second);
    const answer = await asStaff(reactivate, { reason: "Cleared up" }, second);
    expect(await answer.json()).toEqual({ id: second, status: "parked" });
  });

  test("refuses a tenant that is not suspended, and asks for a reason", async () => {
    const answer = await asStaff(reactivate);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ reason: "not_suspended" });
    await asStaff(suspend);
    expect((await asStaff(reactivate, {})).status).toBe(422);
    expect(await statusNow()).toBe("suspended");
    expect((await asStaff(reactivate, undefined, newId())).status).toBe(404);
  });
});

describe("the back-office's own door", () => {
  test("answers 404 to everybody on every other host", async () => {
    const key = await newKey();
    const call = { params: { id: tenant.id }, body: { reason: REASON } };
    const root = await sessionCookie(staff, { mfa: true });
    const portal = await sessionCookie(tenant.owner, { slug: tenant.slug });
    const callers = [
      {},
      { cookie: root },
      { slug: tenant.slug },
      { slug: tenant.slug, cookie: portal },
      { key },
      { slug: tenant.slug, key },
      { slug: "admin", key },
    ];
    const answers = await Promise.all(callers.map((caller) => callRoute(suspend, { ...call, ...caller })));
    expect(answers.map((answer) => answer.status)).toEqual(callers.map(() => 404));
    expect(await statusNow()).toBe("active");
  });

  test("refuses strangers, members, staff without a second factor and cookies of other hosts", async () => {
    const cookies = [
      [undefined, 401],
      [await sessionCookie(tenant.owner, { slug: "admin", mfa: true }), 403],
      [await sessionCookie(staff, { slug: "admin" }), 403],
      [await sessionCookie(staff, { mfa: true }), 401],
      [await sessionCookie(staff, { slug: tenant.slug, mfa: true }), 401],
    ] as const;
    const { routes } = await loadRoutes();
    const doors = routes.filter(({ spec }) => spec.auth === "staff");
    expect(doors.length).toBeGreaterThanOrEqual(6);
    for (const handler of doors) {
      for (const [cookie, status] of cookies) {
        const answer = await callRoute(handler, {
          slug: "admin",
          params: { id: tenant.id },
          ...(cookie && { cookie }),
          ...(handler.spec.body && { body: { reason: REASON } }),
        });
        expect(`${handler.spec.method} ${handler.spec.path} ${answer.status}`).toBe(
          `${handler.spec.method} ${handler.spec.path} ${status}`,
        );
      }
    }
    expect(await statusNow()).toBe("active");
  });

  test("refuses a request that another site made the browser send", async () => {
    const answer = await callRoute(suspend, {
      slug: "admin",
      cookie: staffCookie,
      headers: { origin: `http://${tenant.slug}.atrium.localhost:3000` },
      params: { id: tenant.id },
      body: { reason: REASON },
    });
    expect(answer.status).toBe(403);
    expect(await statusNow()).toBe("active");
  });

  test("opens for a super admin with a second factor only (control)", async () => {
    const request = { requestId: newId(), ip: null, userAgent: null, host: "admin.atrium.localhost:3000" };
    expect(await resolveRequest({ ...request, cookie: staffCookie })).toMatchObject({ kind: "staff" });
    const bare = await sessionCookie(staff, { slug: "admin" });
    expect(await resolveRequest({ ...request, cookie: bare })).toMatchObject({ kind: "not_staff" });
  });
});
