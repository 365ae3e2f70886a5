import { describe, expect, test } from "vitest";
import { POST as signOutRoute } from "@/app/api/auth-flows/sign-out/route";
import { POST as stopRoute } from "@/app/api/auth-flows/stop-support/route";
import { settleSupportSessions } from "@/lib/access/support/settle-support-sessions";
import { callRoute } from "@/lib/testing/call-route";
import { agents, member, sql, staff, supportScene, tenant } from "@/lib/testing/support-scene";
import { openSupport, setSupportAccess } from "@/lib/testing/support-world";

supportScene();

describe("its end", () => {
  const ENDS: [string, (id: string, cookie: string) => Promise<unknown>][] = [
    ["stopped", (_, cookie) => callRoute(stopRoute, { slug: tenant.slug, cookie })],
    ["staff_signed_out", () => callRoute(signOutRoute, { slug: "admin", cookie: staff.cookie })],
    [
      "staff_removed",
      () => sql("update platform.users set platform_role = 'user' where id = $1", [staff.user.id]),
    ],
    [
      "staff_removed",
      () => sql("update platform.users set status = 'disabled' where id = $1", [staff.user.id]),
    ],
    [
      "member_removed",
      () => sql("update platform.user_tenants set status = 'suspended' where user_id = $1", [member.id]),
    ],
    [
      "session_revoked",
      () => sql("update platform.sessions set revoked_at = now() where user_id = $1", [member.id]),
    ],
    ["policy_changed", () => setSupportAccess(tenant, "forbidden")],
    ["policy_changed", () => setSupportAccess(tenant, "needs_consent")],
  ];
  test.each(ENDS)("%s: the next request is out, and both logs say so", async (reason, end) => {
    const { id, cookie } = await openSupport(staff, tenant, member);
    expect((await agents(cookie)).status).toBe(200);
    await end(id, cookie);
    expect((await agents(cookie)).status).toBe(401);
    await settleSupportSessions();
    await sql("update platform.user_tenants set status = 'active' where user_id = $1", [member.id]);
    const { rows } = await sql(
      "select (select after->>'end_reason' from shared.domain_events where target_id = $1 and action = 'support_session.ended') as theirs, (select after->>'end_reason' from platform.platform_events where target_id = $1 and action = 'support_session.ended') as ours",
      [id],
    );
    expect(rows).toEqual([{ theirs: reason, ours: reason }]);
  });

  test("after thirty minutes, which nothing makes longer", async () => {
    const { id, cookie } = await openSupport(staff, tenant, member);
    const later =
      "update platform.support_sessions set expires_at = expires_at + interval '1 minute' where id = $1";
    await expect(sql(later, [id])).rejects.toThrow("does not change");
    const { rows } = await sql(
      `with old as (
         insert into platform.support_sessions (id, tenant_id, user_id, user_name, staff_id, staff_name, staff_email,
           staff_session_id, mode, reason, ticket, started_at, expires_at, session_id, ended_at, end_reason)
         select gen_random_uuid(), tenant_id, user_id, user_name, null, staff_name, staff_email, staff_session_id, mode,
           reason, ticket, now() - interval '31 minutes', now() - interval '1 minute', null, null, null
         from platform.support_sessions where id = $1 returning id)
       select id::text, platform.support_session_over(id) as none from old`,
      [id],
    );
    const [old] = rows as { id: string }[];
    const over = await sql("select platform.support_session_over($1) as over", [old?.id]);
    expect(over.rows).toEqual([{ over: "expired" }]);
    await settleSupportSessions();
    const settled = await sql(
      "select end_reason, date_trunc('milliseconds', expires_at) = ended_at as in_time from platform.support_sessions where id = $1",
      [old?.id],
    );
    expect(settled.rows).toEqual([{ end_reason: "expired", in_time: true }]);
    // The cookie's own row ends with it, whatever else says.
    await sql("update platform.sessions set absolute_expires_at = now() where method = $1", [
      `support:${id}`,
    ]);
    expect((await agents(cookie)).status).toBe(401);
  });
});
