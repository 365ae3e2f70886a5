import { beforeAll, beforeEach, expect, test } from "vitest";
import { POST as totpRoute } from "@/app/api/auth-flows/sign-in/totp/route";
import { PUT as passwordRoute } from "@/app/api/v1/me/password/route";
import { POST as renewRoute } from "@/app/api/v1/me/recovery-codes/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { DELETE as removeRoute } from "@/app/api/v1/me/totp/route";
import { DELETE as revokeRoute } from "@/app/api/v1/me/trusted-devices/[id]/route";
import { GET as twoStepRoute } from "@/app/api/v1/me/two-step/route";
import { forgetDevices } from "@/lib/auth/devices/forget-devices";
import { openNewSession } from "@/lib/auth/sign-in/open-new-session";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { addMember, makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";
import { TestBrowser } from "@/lib/testing/test-browser";
import { TwoStepPerson } from "@/lib/testing/two-step-person";
import type { TwoStep } from "../schema";
import { trustDevice } from "./trust-device";

let person: TwoStepPerson;
let tenant: TestTenant;
let browser: TestBrowser;

const sql = (text: string, values: unknown[]) => systemPool().query(text, values);

async function allow(days: number, where = tenant): Promise<void> {
  await setPolicy(where.id, { mfa: { required: false, grace_days: 7, trusted_device_days: days } });
}

/** Signs in with both steps and asks to be trusted. */
async function trust(in_: TestBrowser): Promise<void> {
  await person.firstStep(in_);
  const body = { code: await person.freshCode(), trust_device: true };
  expect((await in_.call(totpRoute, { body })).status).toBe(200);
}

/** Whether the password alone signs in there. */
const isTrusted = async (in_: TestBrowser) => {
  in_.jar().delete("__Host-atrium.session");
  await person.firstStep(in_);
  return (await in_.call(getMe)).status === 200;
};
const devices = async () => ((await (await browser.call(twoStepRoute)).json()) as TwoStep).trusted_devices;

beforeAll(async () => {
  tenant = await makeTenant();
});
beforeEach(async () => {
  await sql("delete from platform.security_policies where tenant_id = $1", [tenant.id]);
  person = await TwoStepPerson.make();
  await addMember(tenant, person.user, "viewer");
  browser = await person.firstStep();
  await person.connectApp(browser);
});

test("a browser is trusted where the workspace allows it, for that long, and proves nothing of now", async () => {
  await trust(browser);
  expect(await isTrusted(browser)).toBe(false);
  await allow(30);
  await trust(browser);
  expect(await isTrusted(browser)).toBe(true);
  expect(await isTrusted(new TestBrowser())).toBe(false);
  expect(await devices()).toHaveLength(1);
  const { rows } = await sql(
    `select s.mfa_at = date_trunc('milliseconds', d.verified_at) as mfa,
       s.auth_at = date_trunc('milliseconds', d.verified_at) as auth from platform.sessions s
     join platform.trusted_devices d on d.user_id = s.user_id where s.user_id = $1 order by s.created_at desc limit 1`,
    [person.user.id],
  );
  expect(rows).toEqual([{ mfa: true, auth: true }]);
  await sql(
    "update platform.trusted_devices set verified_at = now() - interval '11 minutes' where user_id = $1",
    [person.user.id],
  );
  expect(await isTrusted(browser)).toBe(true);
  expect((await browser.call(renewRoute)).status).toBe(403);
  await sql(
    "update platform.trusted_devices set verified_at = now() - interval '31 days' where user_id = $1",
    [person.user.id],
  );
  expect(await isTrusted(browser)).toBe(false);
});

test("the strictest workspace counts, at once; a super admin is never trusted", async () => {
  await allow(30);
  await trust(browser);
  const strict = await makeTenant();
  await addMember(strict, person.user, "viewer");
  expect(await isTrusted(browser)).toBe(false);
  await allow(5, strict);
  expect(await isTrusted(browser)).toBe(true);
  await sql("update platform.users set platform_role = 'super_admin' where id = $1", [person.user.id]);
  expect(await isTrusted(browser)).toBe(false);
});

test("another person's trust in the same browser is not one's own", async () => {
  await allow(30);
  await trust(browser);
  const other = await TwoStepPerson.make();
  await addMember(tenant, other.user, "viewer");
  await other.connectApp(await other.firstStep());
  browser.jar().delete("__Host-atrium.session");
  await other.firstStep(browser);
  expect((await browser.call(getMe)).status).toBe(401);
});

test("ends when it is revoked, and nobody else can revoke it", async () => {
  await allow(30);
  await trust(browser);
  const id = (await devices())[0]?.id ?? "";
  const other = await (await TwoStepPerson.make()).firstStep();
  expect((await other.call(revokeRoute, { params: { id } })).status).toBe(404);
  expect((await browser.call(revokeRoute, { params: { id } })).status).toBe(204);
  expect(await isTrusted(browser)).toBe(false);
});

test("ends with a browser that is known by single sign-on alone", async () => {
  await allow(30);
  const token = "d".repeat(43);
  const info = { requestId: "test", ip: "192.0.2.7", userAgent: null, device: { token } };
  const row = await systemPool().query("select * from platform.users where id = $1", [person.user.id]);
  const { id, email, first_name: firstName, last_name: lastName, locale } = row.rows[0];
  await withSystem(async (tx) => {
    const someone = { id, email, firstName, lastName, locale, platformRole: "user" };
    const method = `sso:${newId()}` as const;
    await openNewSession(tx, info, { person: someone, method, mfa: true, previousSid: null });
    await trustDevice(tx, info, id);
  });
  const trusted = async () =>
    (await sql("select 1 from platform.trusted_devices where user_id = $1", [id])).rowCount;
  expect(await trusted()).toBe(1);
  await withSystem((tx) => forgetDevices(tx, { userId: id }));
  expect(await trusted()).toBe(0);
});

test.each([
  [
    "a new password",
    async () => {
      const body = {
        current_password: "vivid otter paints 73 barns",
        new_password: "seven quiet lanterns 42",
      };
      expect((await browser.call(passwordRoute, { body })).status).toBe(204);
    },
  ],
  [
    "removing the factors",
    async () => {
      expect((await browser.call(removeRoute)).status).toBe(204);
    },
  ],
  [
    "being deactivated",
    async () => {
      await sql("update platform.user_tenants set status = 'suspended' where user_id = $1", [person.user.id]);
    },
  ],
])("ends with %s", async (_, act) => {
  await allow(30);
  await trust(browser);
  await act();
  const { rows } = await sql("select 1 from platform.trusted_devices where user_id = $1", [person.user.id]);
  expect(rows).toEqual([]);
});
