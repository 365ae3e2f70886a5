import { beforeAll, expect, test } from "vitest";
import { POST as stopRoute } from "@/app/api/auth-flows/stop-support/route";
import { POST as askRoute } from "@/app/api/v1/admin/support-requests/route";
import { GET as agentsRoute } from "@/app/api/v1/agents/route";
import { POST as decideRoute } from "@/app/api/v1/support-requests/[id]/decision/route";
import { GET as requestsRoute } from "@/app/api/v1/support-requests/route";
import { DELETE as endRoute } from "@/app/api/v1/support-sessions/[id]/route";
import { GET as sessionsRoute } from "@/app/api/v1/support-sessions/route";
import { systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { sessionCookie } from "@/lib/testing/make-staff";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import {
  makeStaffSession,
  openSupport,
  type Staff,
  setSupportAccess,
  start,
  WISH,
} from "@/lib/testing/support-world";
import { mailsTo } from "@/lib/testing/test-browser";

let tenant: TestTenant;
let member: TestUser;
let viewer: TestUser;
let staff: Staff;
let admin: string;

beforeAll(async () => {
  tenant = await makeTenant({ planKey: "enterprise" });
  [member, viewer, staff] = await Promise.all([
    makeUser({ firstName: "Eva" }),
    makeUser(),
    makeStaffSession(),
  ]);
  await addMember(tenant, member, "tenant_admin");
  await addMember(tenant, viewer, "viewer");
  admin = await sessionCookie(tenant.owner, { slug: tenant.slug });
});

const ask = (mode = "read", who = staff) =>
  callRoute(askRoute, {
    slug: "admin",
    cookie: who.cookie,
    body: { tenant_id: tenant.id, member_id: member.id, ...WISH, mode },
  });
const asked = async (mode = "read", who = staff) =>
  ((await (await ask(mode, who)).json()) as { id: string }).id;
const decide = (id: string, body: object, cookie = admin, slug = tenant.slug) =>
  callRoute(decideRoute, { slug, cookie, params: { id }, body });
const list = async () =>
  (
    (await (await callRoute(requestsRoute, { slug: tenant.slug, cookie: admin })).json()) as {
      data: { id: string }[];
    }
  ).data;
const reasonOf = async (answer: Response) => {
  const { code, reason } = (await answer.json()) as { code: string; reason?: string };
  return `${answer.status} ${reason ?? code}`;
};

test("staff ask once, every admin is mailed, and one of them agrees to less than was asked", async () => {
  const id = await asked("write");
  expect(await reasonOf(await ask("read"))).toBe("409 request_open");
  for (const { email } of [tenant.owner, member]) {
    expect((await mailsTo(email)).at(-1)).toMatchObject({
      template: "support_access_requested",
      data: { ticket: WISH.ticket, canChange: true, reason: WISH.reason },
    });
  }
  expect((await list())[0]).toMatchObject({ id, status: "pending", mode: "write", ticket: WISH.ticket });
  expect(await reasonOf(await start(staff, tenant, member))).toBe("409 consent_needed");
  const answer = await decide(id, { decision: "approve", mode: "read", hours: 4 });
  expect(await answer.json()).toMatchObject({
    status: "approved",
    granted_mode: "read",
    decided_by: tenant.owner.name,
  });
  expect(await reasonOf(await decide(id, { decision: "approve" }))).toBe("409 request_settled");
  expect(await reasonOf(await start(staff, tenant, member, { mode: "write" }))).toBe("409 consent_needed");
  const { cookie } = await openSupport(staff, tenant, member);
  await callRoute(stopRoute, { slug: tenant.slug, cookie });
  expect((await list())[0]).toMatchObject({ id, status: "used" });
  expect(await reasonOf(await decide(id, { decision: "decline" }))).toBe("409 request_settled");
  const { rows } = await systemPool().query(
    "select action from platform.platform_events where tenant_id = $1 and action like 'support_access.%' order by occurred_at",
    [tenant.id],
  );
  expect(rows.map((row) => row.action)).toEqual(["support_access.requested", "support_access.approved"]);
});

test("an answer needs the right, a fresh proof, the own workspace and a request that waits", async () => {
  const other = await makeTenant();
  const id = await asked("read", await makeStaffSession());
  const approve = { decision: "approve" };
  const theirs = await sessionCookie(viewer, { slug: tenant.slug });
  expect((await decide(id, approve, theirs)).status).toBe(403);
  expect((await callRoute(sessionsRoute, { slug: tenant.slug, cookie: theirs })).status).toBe(403);
  const foreign = await sessionCookie(other.owner, { slug: other.slug });
  expect((await decide(id, approve, foreign, other.slug)).status).toBe(404);
  const old = await sessionCookie(tenant.owner, { slug: tenant.slug });
  await systemPool().query(
    "update platform.sessions set auth_at = now() - interval '11 minutes' where user_id = $1",
    [tenant.owner.id],
  );
  expect(await reasonOf(await decide(id, approve, old))).toBe("403 step_up_required");
  admin = await sessionCookie(tenant.owner, { slug: tenant.slug });
  await systemPool().query("update platform.support_requests set expires_at = now() where id = $1", [id]);
  expect(await reasonOf(await decide(id, approve))).toBe("409 request_settled");
  expect((await list()).find((request) => request.id === id)).toMatchObject({ status: "expired" });
  expect((await decide(id, { decision: "approve", hours: 1000 })).status).toBe(422);
  // Asked once more, the one that nobody answered has still expired, not been declined; the log names who asked.
  const who = await makeStaffSession();
  const unanswered = await asked("read", who);
  await systemPool().query("update platform.support_requests set expires_at = now() where id = $1", [
    unanswered,
  ]);
  expect(await asked("read", who)).not.toBe(unanswered);
  expect((await list()).find((request) => request.id === unanswered)).toMatchObject({ status: "expired" });
  const { rows } = await systemPool().query(
    `select actor_type, actor_id, actor_label, ticket, on_behalf_of, support_session_id from shared.domain_events
     where tenant_id = $1 and action = 'support_access.requested' order by occurred_at desc limit 1`,
    [tenant.id],
  );
  expect(rows).toEqual([
    {
      ...{ actor_type: "staff", actor_id: who.user.id, actor_label: who.user.name, ticket: WISH.ticket },
      ...{ on_behalf_of: null, support_session_id: null },
    },
  ]);
});

test("of parallel answers one counts, and an agreement that was taken back starts nothing", async () => {
  const who = await makeStaffSession();
  const id = await asked("read", who);
  const answers = await Promise.all(Array.from({ length: 10 }, () => decide(id, { decision: "approve" })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await (await decide(id, { decision: "decline" })).json()).toMatchObject({ status: "declined" });
  expect(await reasonOf(await start(who, tenant, member))).toBe("409 consent_needed");
});

test("the workspace sees who is here and what they did, and ends it with the next request", async () => {
  await setSupportAccess(tenant, "allowed");
  const who = await makeStaffSession();
  const { id, cookie } = await openSupport(who, tenant, member);
  await callRoute(requestsRoute, { slug: tenant.slug, cookie });
  await callRoute(endRoute, { slug: tenant.slug, cookie, params: { id } });
  const seen = async () => {
    const answer = await callRoute(sessionsRoute, { slug: tenant.slug, cookie: admin });
    return ((await answer.json()) as { data: object[] }).data[0];
  };
  expect(await seen()).toMatchObject({
    id,
    staff_name: who.user.name,
    member: { id: member.id },
    mode: "read",
    ...WISH,
    end_reason: null,
    blocked: 1,
    changes: 0,
  });
  const end = (slug: string, by: string) => callRoute(endRoute, { slug, cookie: by, params: { id } });
  const other = await makeTenant();
  expect((await end(other.slug, await sessionCookie(other.owner, { slug: other.slug }))).status).toBe(404);
  expect((await end(tenant.slug, await sessionCookie(viewer, { slug: tenant.slug }))).status).toBe(403);
  expect((await end(tenant.slug, admin)).status).toBe(204);
  expect((await callRoute(agentsRoute, { slug: tenant.slug, cookie })).status).toBe(401);
  expect(await seen()).toMatchObject({ end_reason: "ended_by_workspace", ended_by: tenant.owner.name });
});
