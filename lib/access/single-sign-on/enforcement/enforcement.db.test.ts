import { describe, expect, test } from "vitest";
import { getSecurityPolicy } from "@/lib/access/policies/get-security-policy";
import { resolveRequest } from "@/lib/access/resolve-request";
import { sealSession } from "@/lib/auth/session-cookie";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { hashToken, newToken } from "@/lib/infra/tokens";
import { giveFactor } from "@/lib/testing/give-factor";
import { makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeUser } from "@/lib/testing/make-tenant";
import { admin, forger, ssoScene, tenant } from "@/lib/testing/sso-scene";
import { makeOidcConnection, oidcSignIn, somebody } from "@/lib/testing/sso-world";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { mailsTo, setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { setConnectionStatus } from "../connections/set-connection-status";
import { noteBreakGlass } from "./note-break-glass";
import { setEnforcement } from "./set-enforcement";

ssoScene();

describe("required single sign-on", () => {
  test("needs an admin who came through it and a fit break-glass owner, who alone gets in without; and it is told", async () => {
    const connection = await makeOidcConnection(tenant, "required.acme-people.com", forger, {
      groupRoles: [{ group: "admins", role: "tenant_admin" }],
    });
    const set = async (input: Parameters<typeof setEnforcement>[1]) => setEnforcement(await admin(), input);
    await expect(set({ required: true })).rejects.toMatchObject({ details: { reason: "sso_admin_first" } });
    await oidcSignIn(
      new TestBrowser(),
      connection,
      forger,
      somebody(connection.domain, { groups: ["admins"] }),
    );
    const code = (field: string) => ({ details: { errors: [{ code: field }] } });
    await expect(set({ required: true })).rejects.toMatchObject(code("break_glass_required"));
    const owner = tenant.owner.id;
    await setPassword(owner, "vivid otter paints 73 barns");
    await expect(set({ required: true, break_glass_user_id: owner })).rejects.toMatchObject(
      code("break_glass_unfit"),
    );
    await giveFactor(owner);
    const colleague = await makeUser();
    await addMember(tenant, colleague, "tenant_admin");
    // With days of grace nobody is kept out before they are over, and more days ask for less.
    const soon = await set({ required: true, break_glass_user_id: owner, grace_days: 7 });
    const days = (Date.parse(soon.due_at ?? "") - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(7.1);
    expect(await visit(colleague.id, { mfa: true })).toBe("tenant");
    await beganDaysAgo(6);
    expect(await visit(colleague.id, { mfa: true })).toBe("tenant");
    await beganDaysAgo(8);
    expect(await visit(colleague.id, { mfa: true })).toBe("sso_required");
    expect(await set({ required: true, grace_days: 9 })).toMatchObject({ required: true, grace_days: 9 });
    expect(await visit(colleague.id, { mfa: true })).toBe("tenant");
    expect(await set({ required: true, grace_days: 0 })).toMatchObject({ required: true });
    expect(await visit(owner, { mfa: true })).toBe("tenant");
    expect(await visit(owner, { mfa: false })).toBe("mfa_required");
    expect(await visit(colleague.id, { mfa: true })).toBe("sso_required");
    const actor = { ...makeUserContext(tenant.owner), requestId: "r" };
    await noteBreakGlass(actor, tenant.slug);
    await noteBreakGlass({ ...makeUserContext(colleague) }, tenant.slug);
    expect(
      (await tenantActions(tenant.id)).filter((action) => action === "sso.break_glass_used"),
    ).toHaveLength(1);
    expect((await mailsTo(colleague.email)).map(({ template }) => template)).toContain("break_glass_used");
    await expect(
      setConnectionStatus(await admin(), connection.id, { status: "disabled" }),
    ).rejects.toMatchObject({
      details: { reason: "sso_is_required" },
    });
    expect(await set({ required: false })).toMatchObject({ required: false });
    // The policy's page asks the same: whoever was fit once has to be fit still, and the plan to have it.
    const offered = async () => (await getSecurityPolicy(await admin())).has_sso_connection;
    expect(await offered()).toBe(true);
    await systemPool().query("delete from platform.totp_factors where user_id = $1", [owner]);
    expect(await offered()).toBe(false);
  });

  async function beganDaysAgo(days: number): Promise<void> {
    await systemPool().query(
      `insert into platform.security_policies (tenant_id, version, policy)
       select tenant_id, version + 1,
         jsonb_set(policy, '{sso_since}', to_jsonb(to_char(now() - make_interval(days => $2), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
       from platform.security_policies where tenant_id = $1 order by version desc limit 1`,
      [tenant.id, days],
    );
  }

  /** What the workspace's host says to a session with a password. */
  async function visit(userId: string, { mfa }: { mfa: boolean }): Promise<string> {
    const sid = newToken();
    await systemPool().query(
      `insert into platform.sessions (id, sid_hash, user_id, method, mfa_at, idle_expires_at, absolute_expires_at)
       values ($1, $2, $3, 'password', $4, now() + interval '1 hour', now() + interval '1 day')`,
      [newId(), hashToken(sid), userId, mfa ? new Date() : null],
    );
    const host = `${tenant.slug}.atrium.localhost:3000`;
    const cookie = (await sealSession(sid, host)).split(";")[0] ?? "";
    const found = await resolveRequest({ host, cookie, requestId: "r", ip: null, userAgent: null });
    return found.kind === "refused" ? found.denial.reason : found.kind;
  }
});
