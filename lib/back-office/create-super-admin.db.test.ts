import { TOTP } from "otpauth";
import { expect, test } from "vitest";
import { POST as signInRoute } from "@/app/api/auth-flows/sign-in/route";
import { POST as savedRoute } from "@/app/api/auth-flows/sign-in/totp-enrolment/confirmation/route";
import { POST as enrolRoute } from "@/app/api/auth-flows/sign-in/totp-enrolment/route";
import { readFlowCookie } from "@/lib/auth/flow-cookie";
import { startTotpEnrolment } from "@/lib/auth/mfa/totp/start-totp-enrolment";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { sessionCookie } from "@/lib/testing/make-staff";
import { makeUser } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { createSuperAdmin } from "./create-super-admin";

const PASSWORD = "vivid otter paints 73 barns";
const address = () => `staff-${newId().slice(-12)}@example.test`;
const eventsOf = (email: string) =>
  withSystem((tx) =>
    tx.platformEvent.findMany({ where: { targetLabel: email }, orderBy: { occurredAt: "asc" } }),
  );

test("a new super admin signs in with the password shown once and connects an authenticator app", async () => {
  const email = address();
  const made = await createSuperAdmin({ email: ` ${email.toUpperCase()} `, name: "Sam van der Berg" });
  expect(made).toMatchObject({ email, created: true, mustEnrol: true });
  const browser = new TestBrowser();
  const answer = await browser.call(signInRoute, {
    body: { email, password: made.generatedPassword, to: "admin" },
  });
  expect(await answer.json()).toMatchObject({ status: "totp_enrolment_required" });
  const token = readFlowCookie(browser.cookieHeader(), "challenge") ?? "";
  const { otpauthUrl } = await startTotpEnrolment({ token });
  const [, secret = ""] = /secret=([A-Z2-7]+)/.exec(otpauthUrl) ?? [];
  await browser.call(enrolRoute, { body: { code: new TOTP({ secret }).generate() } });
  const enrolled = await browser.call(savedRoute, { body: { saved: true, to: "admin" } });
  expect(await enrolled.json()).toEqual({ redirect_to: "/switch?to=admin" });
  const events = await eventsOf(email);
  expect(events.map((event) => event.action)).toContain("user.totp_enrolled");
  expect(events[0]).toMatchObject({
    action: "user.super_admin_created",
    actorType: "system",
    actorLabel: "admin:create",
    after: { platform_role: "super_admin", password_set: true, authenticator_reset: false },
  });
});

test("promoting somebody keeps their password and ends every session without a second factor", async () => {
  const user = await makeUser();
  await setPassword(user.id, PASSWORD);
  await sessionCookie(user);
  const made = await createSuperAdmin({ email: user.email });
  expect(made).toEqual({ email: user.email, created: false, generatedPassword: null, mustEnrol: true });
  const open = await withSystem((tx) => tx.session.count({ where: { userId: user.id, revokedAt: null } }));
  expect(open).toBe(0);
  const answer = await new TestBrowser().call(signInRoute, {
    body: { email: user.email, password: PASSWORD },
  });
  expect(await answer.json()).toMatchObject({ status: "totp_enrolment_required" });
  expect((await eventsOf(user.email))[0]).toMatchObject({
    action: "user.super_admin_granted",
    before: { platform_role: "user" },
  });
});

test("a given password is checked and stored, and nothing of it is written to the trail", async () => {
  const email = address();
  await expect(createSuperAdmin({ email, password: "short" })).rejects.toMatchObject({
    code: "validation_failed",
  });
  expect(await withSystem((tx) => tx.user.count({ where: { email } }))).toBe(0);
  const made = await createSuperAdmin({ email, password: PASSWORD });
  expect(made.generatedPassword).toBeNull();
  expect(JSON.stringify(await eventsOf(email))).not.toContain(PASSWORD);
  const answer = await new TestBrowser().call(signInRoute, { body: { email, password: PASSWORD } });
  expect(answer.status).toBe(200);
});

test("a lost authenticator app is forgotten on request only", async () => {
  const email = address();
  await createSuperAdmin({ email, password: PASSWORD });
  const { id } = await withSystem((tx) => tx.user.findUniqueOrThrow({ where: { email } }));
  await withSystem((tx) =>
    tx.totpFactor.create({ data: { userId: id, secretSealed: "x", confirmedAt: new Date() } }),
  );
  expect(await createSuperAdmin({ email })).toMatchObject({ mustEnrol: false });
  expect(await createSuperAdmin({ email, resetAuthenticator: true })).toMatchObject({ mustEnrol: true });
});

test("refuses an address that is none and a person who is disabled", async () => {
  await expect(createSuperAdmin({ email: "nobody" })).rejects.toThrow();
  const user = await makeUser();
  await withSystem((tx) =>
    tx.user.update({ where: { id: user.id }, data: { status: "disabled" }, select: { id: true } }),
  );
  await expect(createSuperAdmin({ email: user.email })).rejects.toMatchObject({ code: "conflict" });
});
