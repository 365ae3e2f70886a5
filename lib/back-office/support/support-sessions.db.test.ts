import { describe, expect, test } from "vitest";
import { GET as enterRoute } from "@/app/api/auth-flows/enter-support/route";
import { GET as leaveRoute } from "@/app/api/auth-flows/leave-support/route";
import { POST as signOutRoute } from "@/app/api/auth-flows/sign-out/route";
import { POST as stopRoute } from "@/app/api/auth-flows/stop-support/route";
import { GET as listRoute } from "@/app/api/v1/admin/support-sessions/route";
import { POST as createAgentRoute } from "@/app/api/v1/agents/route";
import { GET as eventsRoute } from "@/app/api/v1/audit-events/route";
import { GET as sessionsRoute } from "@/app/api/v1/me/sessions/route";
import { recordEvent } from "@/lib/audit/record-event";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { makeSuperAdmin, sessionCookie } from "@/lib/testing/make-staff";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { agents, member, sql, staff, supportScene, tenant } from "@/lib/testing/support-scene";
import {
  giveConsent,
  makeStaffSession,
  openSupport,
  setSupportAccess,
  start,
  takeOver,
} from "@/lib/testing/support-world";
import { mailsTo } from "@/lib/testing/test-browser";

supportScene();

const reasonOf = async (answer: Response) => {
  const { code, reason } = (await answer.json()) as { code: string; reason?: string };
  return `${answer.status} ${reason ?? code}`;
};
/** An event of the member's own, with their address. */
async function recordHere(where: TestTenant, who: TestUser): Promise<void> {
  const ctx = await makeContext(where, who);
  await withTenant({ tenantId: where.id }, (tx) =>
    recordEvent(tx, ctx, { action: "tenant.updated", target: { type: "tenant", id: where.id } }),
  );
}
const eventsOf = async (id: string) => {
  const { rows } = await sql(
    `select action, actor_type, actor_id, on_behalf_of, support_session_id, ticket, session_id, ip, target_id
     from shared.domain_events where support_session_id = $1 order by occurred_at, id`,
    [id],
  );
  return rows;
};

describe("starting", () => {
  test("needs staff with fresh factors, a reason and a ticket", async () => {
    const person = await makeStaffSession(await makeUser());
    expect((await start(person, tenant, member)).status).toBe(403);
    expect((await start(staff, tenant, member, { reason: "short" })).status).toBe(422);
    expect((await start(staff, tenant, member, { ticket: "" })).status).toBe(422);
    for (const column of ["auth_at", "mfa_at"]) {
      const old = await makeStaffSession(staff.user);
      await sql(`update platform.sessions set ${column} = now() - interval '11 minutes' where id = $1`, [
        old.sessionId,
      ]);
      expect(await reasonOf(await start(old, tenant, member))).toBe("403 step_up_required");
    }
  });

  test("is refused and written down by policy, for staff, for who left, from elsewhere and when closed", async () => {
    const colleague = await makeSuperAdmin();
    await addMember(tenant, colleague, "viewer");
    const gone = await makeUser();
    await addMember(tenant, gone, "viewer");
    await sql("update platform.user_tenants set status = 'suspended' where user_id = $1", [gone.id]);
    const closed = await makeTenant({ status: "suspended" });
    expect(await reasonOf(await start(staff, tenant, colleague))).toBe("409 member_is_staff");
    expect(await reasonOf(await start(staff, tenant, gone))).toBe("409 member_inactive");
    expect(await reasonOf(await start(staff, closed, closed.owner))).toBe("409 workspace_closed");
    expect((await start(staff, tenant, closed.owner)).status).toBe(404);
    expect(await reasonOf(await start(staff, tenant, member, { mode: "write" }))).toBe("409 consent_needed");
    await setSupportAccess(tenant, "needs_consent");
    expect(await reasonOf(await start(staff, tenant, member))).toBe("409 consent_needed");
    await setSupportAccess(tenant, "forbidden");
    expect(await reasonOf(await start(staff, tenant, member))).toBe("409 support_forbidden");
    const list = { enabled: true, entries: [{ cidr: "198.51.100.0/24", label: "" }] };
    await setSupportAccess(tenant, "allowed", { ip_allowlist: list });
    expect(await reasonOf(await start(staff, tenant, member))).toBe("409 address_not_allowed");
    const seen = async (table: string) =>
      (
        await sql(
          `select after->>'refusal' as refusal from ${table} where action = 'support_session.refused' and tenant_id = $1 order by 1`,
          [tenant.id],
        )
      ).rows.map((row) => row.refusal);
    const refusals = await seen("shared.domain_events");
    expect(refusals).toEqual([
      "address_not_allowed",
      "consent_needed",
      "consent_needed",
      "member_inactive",
      "member_is_staff",
      "support_forbidden",
    ]);
    expect(await seen("platform.platform_events")).toEqual(refusals);
    const { rows } = await sql(
      `select distinct actor_type, actor_id, actor_label from shared.domain_events
       where action = 'support_session.refused' and tenant_id = $1`,
      [tenant.id],
    );
    expect(rows).toEqual([{ actor_type: "staff", actor_id: staff.user.id, actor_label: staff.user.name }]);
  });

  test("one at a time by each person, ten an hour, also at once", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => start(staff, tenant, member)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const reasons = await Promise.all(answers.filter(({ status }) => status !== 201).map(reasonOf));
    expect(new Set(reasons)).toEqual(new Set(["409 support_session_live"]));
    for (let number = 0; number < 4; number += 1) await start(staff, tenant, member);
    expect(await reasonOf(await start(staff, tenant, member))).toBe("429 rate_limited");
  });

  test("consent is for one person of staff, one member and one session", async () => {
    await setSupportAccess(tenant, "needs_consent");
    await giveConsent(tenant, member, staff, "write");
    const other = await makeStaffSession();
    expect(await reasonOf(await start(other, tenant, member))).toBe("409 consent_needed");
    expect(await reasonOf(await start(staff, tenant, tenant.owner))).toBe("409 consent_needed");
    const { cookie } = await openSupport(staff, tenant, member, "write");
    await callRoute(stopRoute, { slug: tenant.slug, cookie });
    expect(await reasonOf(await start(staff, tenant, member))).toBe("409 consent_needed");
  });
});

describe("the hand-over", () => {
  test("works once, in the browser and on the host it was made for", async () => {
    expect((await start(staff, tenant, member)).status).toBe(201);
    await expect(takeOver(await makeStaffSession(staff.user), tenant)).rejects.toMatchObject({
      code: "not_found",
    });
    const cookie = await takeOver(staff, tenant);
    expect(cookie).toContain("__Host-atrium.support=");
    await expect(takeOver(staff, tenant)).rejects.toMatchObject({ code: "not_found" });
    const strange = await callRoute(enterRoute, { slug: tenant.slug, query: "?code=nothing" });
    expect(strange.headers.get("location")).toContain("notice=not_taken_over");
    const other = await makeTenant();
    expect((await agents(cookie)).status).toBe(200);
    expect((await agents(cookie, other.slug)).status).toBe(401);
  });
});

describe("a support session", () => {
  test("reads, changes nothing, and leaves both names and the ticket on every row", async () => {
    const { id, cookie } = await openSupport(staff, tenant, member);
    expect((await agents(cookie)).status).toBe(200);
    const body = { catalogue_key: "quality_guardian", name: "X" };
    const write = await callRoute(createAgentRoute, { slug: tenant.slug, cookie, body });
    expect(await reasonOf(write)).toBe("403 support_read_only");
    expect(await reasonOf(await callRoute(sessionsRoute, { slug: tenant.slug, cookie }))).toBe(
      "403 support_off_limits",
    );
    await callRoute(stopRoute, { slug: tenant.slug, cookie });
    const rows = await eventsOf(id);
    expect(rows.map((row) => row.action)).toEqual([
      "support_session.started",
      "support_session.blocked",
      "support_session.blocked",
      "support_session.ended",
    ]);
    for (const row of rows) {
      expect(row).toMatchObject({
        actor_type: "staff",
        actor_id: staff.user.id,
        on_behalf_of: member.id,
        support_session_id: id,
        ticket: "SUP-1234",
        ip: null,
      });
    }
    const platform = await sql(
      "select action, actor_id, on_behalf_of, ticket from platform.platform_events where support_session_id = $1 order by occurred_at",
      [id],
    );
    expect(platform.rows).toEqual(
      ["started", "ended"].map((what) => ({
        action: `support_session.${what}`,
        actor_id: staff.user.id,
        on_behalf_of: member.id,
        ticket: "SUP-1234",
      })),
    );
    expect((await mailsTo(tenant.owner.email)).map((mail) => mail.template)).toContain(
      "support_session_started",
    );
  });

  test("in write mode changes what the list names, in both names", async () => {
    await giveConsent(tenant, member, staff, "write");
    const { id, cookie } = await openSupport(staff, tenant, member, "write");
    const body = { catalogue_key: "quality_guardian", name: "Made by support" };
    expect((await callRoute(createAgentRoute, { slug: tenant.slug, cookie, body })).status).toBe(201);
    expect((await eventsOf(id)).map((row) => row.action)).toContain("agent.created");
    const own = await sessionCookie(tenant.owner, { slug: tenant.slug });
    const seen = await callRoute(eventsRoute, {
      slug: tenant.slug,
      cookie: own,
      query: `?support_session_id=${id}&action=agent.created`,
    });
    expect(await seen.json()).toMatchObject({
      data: [
        {
          actor: { type: "staff", label: staff.user.name, on_behalf_of: member.id },
          support: { session_id: id, ticket: "SUP-1234" },
        },
      ],
    });
    // Whoever is here in a member's place does not learn where the members sit.
    const place = async (who: string) => {
      const answer = await callRoute(eventsRoute, {
        slug: tenant.slug,
        cookie: who,
        query: `?target_id=${tenant.id}`,
      });
      return ((await answer.json()) as { data: { ip: string | null }[] }).data.some(({ ip }) => ip !== null);
    };
    await recordHere(tenant, member);
    expect([await place(own), await place(cookie)]).toEqual([true, false]);
  });

  test("leaves no trace of the member: no last visit, no known browser, no mail", async () => {
    const before = await sql(
      "select (select last_opened_at from platform.user_tenants where user_id = $1), (select count(*) from platform.known_devices where user_id = $1), (select last_sign_in_method from platform.users where id = $1)",
      [member.id],
    );
    const { cookie } = await openSupport(staff, tenant, member);
    await agents(cookie);
    const after = await sql(
      "select (select last_opened_at from platform.user_tenants where user_id = $1), (select count(*) from platform.known_devices where user_id = $1), (select last_sign_in_method from platform.users where id = $1)",
      [member.id],
    );
    expect(after.rows).toEqual(before.rows);
    expect((await mailsTo(member.email)).map((mail) => mail.template)).not.toContain("new_sign_in");
  });

  test("beside it the own session of the browser is neither used nor touched", async () => {
    const guest = await makeUser();
    await addMember(tenant, guest, "viewer");
    const own = await sessionCookie(guest, { slug: tenant.slug });
    const { cookie } = await openSupport(staff, tenant, member);
    const stopped = await callRoute(signOutRoute, { slug: tenant.slug, cookie: `${own}; ${cookie}` });
    expect(await stopped.json()).toMatchObject({ url: expect.stringContaining("admin.") });
    expect((await agents(`${own}; ${cookie}`)).status).toBe(401);
    const left = await callRoute(leaveRoute, { slug: tenant.slug, cookie: `${own}; ${cookie}` });
    expect(left.headers.getSetCookie()[0]).toContain("__Host-atrium.support=;");
    expect((await agents(own)).status).toBe(200);
    expect((await callRoute(listRoute, { slug: "admin", cookie: staff.cookie })).status).toBe(200);
  });
});
