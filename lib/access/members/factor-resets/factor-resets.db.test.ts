import { beforeAll, beforeEach, expect, test } from "vitest";
import { POST as confirmRoute } from "@/app/api/auth-flows/factor-reset/confirmation/route";
import { POST as askRoute } from "@/app/api/auth-flows/factor-reset/route";
import { POST as recoveryRoute } from "@/app/api/auth-flows/sign-in/recovery-code/route";
import { POST as staffResetRoute } from "@/app/api/v1/admin/people/[id]/factor-reset/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import type { TenantContext } from "@/lib/core/context";
import { systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { makeSuperAdmin, sessionCookie } from "@/lib/testing/make-staff";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { mailsTo, type TestBrowser } from "@/lib/testing/test-browser";
import { TwoStepPerson } from "@/lib/testing/two-step-person";
import { listFactorResets } from "./list-factor-resets";
import { resetMemberFactors } from "./reset-member-factors";

const REASON = { reason: "Called her on her known number" };
let tenant: TestTenant;
let person: TwoStepPerson;
let browser: TestBrowser;
let admin: TenantContext;

beforeAll(async () => {
  tenant = await makeTenant();
  admin = await makeContext(tenant, tenant.owner);
});
beforeEach(async () => {
  person = await TwoStepPerson.make();
  await addMember(tenant, person.user, "developer");
  browser = await person.firstStep();
  await person.connectApp(browser);
});

const linkOf = async () => {
  const mail = (await mailsTo(person.user.email)).findLast((one) => one.template === "two_step_reset_link");
  return String(mail?.data.url).split("token=")[1] ?? "";
};

test("lost access: the password, then the mailed link, then an admin", async () => {
  const lost = await person.firstStep();
  expect((await lost.call(askRoute)).status).toBe(200);
  expect(await listFactorResets(admin)).toEqual([]);
  const token = await linkOf();
  expect((await lost.call(confirmRoute, { body: { token } })).status).toBe(200);
  expect((await lost.call(confirmRoute, { body: { token } })).status).toBe(409);
  expect(await listFactorResets(admin)).toMatchObject([{ id: person.user.id }]);
  expect((await mailsTo(tenant.owner.email)).map(({ template }) => template)).toContain(
    "two_step_reset_asked",
  );
  expect(await resetMemberFactors(admin, person.user.id, REASON)).toEqual({ sessions_ended: 1 });
  expect((await browser.call(getMe)).status).toBe(401);
  expect((await lost.call(recoveryRoute, { body: { code: person.codes[0] } })).status).toBe(409);
  expect((await (await person.firstStep()).call(getMe)).status).toBe(200);
  expect(await listFactorResets(admin)).toEqual([]);
  // And whoever signs in right after a reset in a browser that is not known is told of, like anybody.
  expect((await mailsTo(person.user.email)).slice(-2).map(({ template }) => template)).toEqual([
    "two_step_reset",
    "new_sign_in",
  ]);
  const { rows } = await systemPool().query(
    `select after ->> 'reason' as reason, actor_id::text from shared.domain_events
     where tenant_id = $1 and action = 'member.factors_reset'`,
    [tenant.id],
  );
  expect(rows).toEqual([{ reason: REASON.reason, actor_id: tenant.owner.id }]);
});

test("asking needs the first step, and signing in after all takes it back", async () => {
  const other = await TwoStepPerson.make();
  expect((await (await other.firstStep()).call(askRoute)).status).toBe(409);
  const lost = await person.firstStep();
  await lost.call(askRoute);
  await lost.call(confirmRoute, { body: { token: await linkOf() } });
  expect((await lost.call(recoveryRoute, { body: { code: person.codes[0] } })).status).toBe(200);
  expect(await listFactorResets(admin)).toEqual([]);
});

test("refused without the right, a recent proof, a reason, or for oneself", async () => {
  const viewer = await makeUser();
  await addMember(tenant, viewer, "viewer");
  const reset = (ctx: TenantContext, id = person.user.id) => resetMemberFactors(ctx, id, REASON);
  await expect(reset(await makeContext(tenant, viewer))).rejects.toMatchObject({ code: "permission_denied" });
  const { actor } = admin;
  if (actor.type !== "user") throw new Error("no person");
  const stale = { ...admin, actor: { ...actor, authAt: new Date(Date.now() - 660_000) } };
  await expect(reset(stale)).rejects.toMatchObject({ code: "step_up_required" });
  await expect(resetMemberFactors(admin, person.user.id, { reason: "" })).rejects.toThrow();
  await expect(reset(admin, tenant.owner.id)).rejects.toMatchObject({ details: { reason: "self_reset" } });
});

test("another tenant's member is unknown; a member of several is the platform's to help", async () => {
  const other = await makeTenant();
  const theirs = await makeContext(other, other.owner);
  await expect(resetMemberFactors(theirs, person.user.id, REASON)).rejects.toMatchObject({
    code: "not_found",
  });
  await addMember(other, person.user, "viewer");
  await expect(resetMemberFactors(admin, person.user.id, REASON)).rejects.toMatchObject({
    details: { reason: "not_only_home" },
  });
  const cookie = await sessionCookie(await makeSuperAdmin(), { slug: "admin", mfa: true });
  const byStaff = () =>
    callRoute(staffResetRoute, { slug: "admin", cookie, params: { id: person.user.id }, body: REASON });
  expect(await (await byStaff()).json()).toEqual({ sessions_ended: 1 });
  expect(await (await byStaff()).json()).toMatchObject({ reason: "mfa_off_there" });
});

test("a super admin's are nobody's to reset here", async () => {
  await systemPool().query("update platform.users set platform_role = 'super_admin' where id = $1", [
    person.user.id,
  ]);
  await expect(resetMemberFactors(admin, person.user.id, REASON)).rejects.toMatchObject({
    details: { reason: "super_admin_by_command" },
  });
  const started = await person.firstStep();
  expect((await started.call(askRoute)).status).toBe(409);
});
