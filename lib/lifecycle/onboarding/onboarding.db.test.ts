import { beforeEach, expect, test } from "vitest";
import { POST as addAgent } from "@/app/api/v1/onboarding/agent/route";
import { POST as invite } from "@/app/api/v1/onboarding/invitations/route";
import { GET, PUT } from "@/app/api/v1/onboarding/route";
import { PUT as rename } from "@/app/api/v1/onboarding/workspace/route";
import { POST as createTenantRoute } from "@/app/api/v1/tenants/route";
import { createSession } from "@/lib/auth/create-session";
import { sealSession } from "@/lib/auth/session-cookie";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { callRoute } from "@/lib/testing/call-route";
import { makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";
import { runProvisioning } from "../provisioning/run-provisioning";

const HOST = "atrium.localhost:3000";
let person: TestUser;
let cookie: string;

beforeEach(async () => {
  person = await makeUser();
  cookie = await signedIn(person);
});

async function signedIn(user: TestUser): Promise<string> {
  const info = { requestId: newId(), ip: null, userAgent: null };
  const { sid } = await withSystem((tx) =>
    createSession(tx, { userId: user.id, method: "password", mfa: false, info }),
  );
  return (await sealSession(sid, HOST)).split(";")[0] ?? "";
}

async function setUp() {
  const answer = await callRoute(createTenantRoute, {
    cookie,
    body: { name: "Wizard", slug: `z-${newId().slice(-12)}` },
  });
  expect(answer.status).toBe(202);
  const { operation, tenant } = (await answer.json()) as {
    operation: { id: string };
    tenant: { id: string };
  };
  return { operationId: operation.id, tenantId: tenant.id };
}

const state = async () => (await callRoute(GET, { cookie })).json() as Promise<Record<string, unknown>>;
const goTo = (step: string) => callRoute(PUT, { cookie, body: { step } });

test("the wizard begins at the workspace, resumes where it was left and ends", async () => {
  expect(await state()).toMatchObject({ step: "workspace", tenant: null, completed_at: null });
  expect((await goTo("invite")).status).toBe(409);
  const { operationId, tenantId } = await setUp();
  expect(await state()).toMatchObject({ step: "provisioning", operation_id: operationId });
  expect((await goTo("plan")).status).toBe(409);
  await runProvisioning(operationId);
  expect((await goTo("agent")).status).toBe(200);
  expect(await state()).toMatchObject({ step: "agent", tenant: { id: tenantId, status: "active" } });
  expect((await goTo("workspace")).status).toBe(422);
  await goTo("done");
  expect((await state()).completed_at).toEqual(expect.any(String));
});

test("invitations, agent and rename go to the workspace of this person's wizard", async () => {
  const { operationId, tenantId } = await setUp();
  await runProvisioning(operationId);
  const invited = await callRoute(invite, {
    cookie,
    body: { invitations: [{ email: "New@Example.com", role: "viewer" }] },
  });
  expect(await invited.json()).toMatchObject({ data: [{ email: "new@example.com", result: "invited" }] });
  const made = await callRoute(addAgent, {
    cookie,
    body: { catalogue_key: "strategie_partner", name: "First" },
  });
  expect(made.status).toBe(201);
  expect((await callRoute(rename, { cookie, body: { name: "Renamed" } })).status).toBe(200);
  await withTenant({ tenantId }, async (tx) => {
    expect(await tx.invitation.count({ where: { tenantId, email: "new@example.com" } })).toBe(1);
    expect(await tx.agentInstance.count({ where: { name: "First" } })).toBe(1);
    const actions = (await tx.domainEvent.findMany({ where: { tenantId } })).map((event) => event.action);
    expect(actions.sort()).toEqual(["agent.created", "invitation.sent", "tenant.created", "tenant.updated"]);
  });
});

test("without a workspace, and for somebody who was removed from it, there is nothing to work on", async () => {
  const body = { invitations: [{ email: "a@example.com", role: "viewer" }] };
  expect((await callRoute(invite, { cookie, body })).status).toBe(404);
  const { operationId, tenantId } = await setUp();
  const early = await callRoute(invite, { cookie, body });
  expect(await early.json()).toMatchObject({ status: 503, code: "tenant_unavailable" });
  await runProvisioning(operationId);
  const stranger = await makeUser();
  await withSystem((tx) =>
    tx.onboarding.create({
      data: { userId: stranger.id, tenantId, step: "invite" },
      select: { userId: true },
    }),
  );
  cookie = await signedIn(stranger);
  expect((await callRoute(invite, { cookie, body })).status).toBe(404);
});

test("the workspace's security policy holds in its wizard too, also after it is done", async () => {
  const { operationId, tenantId } = await setUp();
  await runProvisioning(operationId);
  await goTo("done");
  const obey = (policy: object) => setPolicy(tenantId, policy);
  const tries = async () => {
    const body = { invitations: [{ email: `m-${newId()}@example.com`, role: "tenant_admin" }] };
    const answers = [
      await callRoute(invite, { cookie, body }),
      await callRoute(rename, { cookie, body: { name: "Taken" } }),
      await callRoute(addAgent, { cookie, body: { catalogue_key: "strategie_partner", name: "A" } }),
    ];
    return Promise.all(answers.map(async (answer) => ((await answer.json()) as { code?: string }).code));
  };
  const office = (cidr: string) => ({ enabled: true, entries: [{ cidr, label: "" }] });
  await obey({ ip_allowlist: office("198.51.100.0/24") });
  expect(await tries()).toEqual(Array(3).fill("ip_not_allowed"));
  const since = "2026-01-01T00:00:00.000Z";
  await obey({ mfa: { required: true, grace_days: 0 }, mfa_since: since });
  await systemPool().query("update platform.user_tenants set created_at = $2 where tenant_id = $1", [
    tenantId,
    since,
  ]);
  expect(await tries()).toEqual(Array(3).fill("mfa_required"));
  await obey({ ip_allowlist: office("192.0.2.0/24") });
  expect(await tries()).toEqual(Array(3).fill(undefined));
  await obey({ session: { idle_minutes: null, absolute_minutes: 15 } });
  await systemPool().query(
    "update platform.sessions set created_at = now() - interval '1 hour' where user_id = $1",
    [person.id],
  );
  expect(await tries()).toEqual(Array(3).fill("unauthenticated"));
});

test("another site cannot drive the wizard", async () => {
  const answer = await callRoute(PUT, {
    cookie,
    headers: { origin: "http://evil.example" },
    body: { step: "done" },
  });
  expect(answer.status).toBe(403);
});
