import { TOTP } from "otpauth";
import { POST as keepAccount } from "@/app/api/auth-flows/deletion-cancel/route";
import { POST as keepAddress } from "@/app/api/auth-flows/email-undo/route";
import { POST as enrolEnd } from "@/app/api/auth-flows/sign-in/totp-enrolment/confirmation/route";
import { POST as enrol } from "@/app/api/auth-flows/sign-in/totp-enrolment/route";
import { POST as setupCheck } from "@/app/api/auth-flows/sso-setup/domain-checks/route";
import { POST as setupDomain } from "@/app/api/auth-flows/sso-setup/domains/route";
import { POST as askDeletion } from "@/app/api/v1/me/deletion/route";
import { POST as confirmEmail } from "@/app/api/v1/me/email/confirmation/route";
import { PUT as askEmail } from "@/app/api/v1/me/email/route";
import { POST as ownPasskeyEnd } from "@/app/api/v1/me/passkeys/confirmation/route";
import { POST as passkeyOptions } from "@/app/api/v1/me/passkeys/options/route";
import { POST as ownPasskey } from "@/app/api/v1/me/passkeys/route";
import { POST as ownTotpEnd } from "@/app/api/v1/me/totp/confirmation/route";
import { POST as beginTotp, PUT as ownTotp } from "@/app/api/v1/me/totp/route";
import { startTotpEnrolment } from "@/lib/auth/mfa/totp/start-totp-enrolment";
import { newId } from "@/lib/core/ids";
import { callRoute } from "@/lib/testing/call-route";
import { optionsOf, SoftPasskey } from "@/lib/testing/soft-passkey";
import { mailsTo, type TestBrowser } from "@/lib/testing/test-browser";
import { TwoStepPerson } from "@/lib/testing/two-step-person";
import { mint } from "../kinds";
import type { World } from "../world";
import { flowCookie, inBody } from "./consumer";

// Places that take a secret only after something else was done: here it is done, through the product's own routes, by
// somebody new. Each answers what the place itself said to the secret that belongs there.

const SAVED = { body: { saved: true } };
const codeOf = (secret: string) => ({ body: { code: new TOTP({ secret }).generate() } });

async function somebody(): Promise<{ person: TwoStepPerson; browser: TestBrowser }> {
  const person = await TwoStepPerson.make();
  return { person, browser: await person.firstStep() };
}

async function lastLink(email: string, template: string): Promise<string> {
  const mail = (await mailsTo(email)).findLast((entry) => entry.template === template);
  return new URL(String(mail?.data.url)).hash.replace("#token=", "");
}

export async function enrolmentCode(world: World): Promise<Response> {
  return (await enrolled(world)).answer;
}

export async function enrolmentEnd(world: World): Promise<Response> {
  const { cookie } = await enrolled(world);
  return callRoute(enrolEnd, { cookie, ...SAVED });
}

async function enrolled(world: World): Promise<{ answer: Response; cookie: string }> {
  const { text } = await mint(world, "mfa_enrolment", world.person);
  const { secret } = await startTotpEnrolment({ token: text });
  const cookie = flowCookie("challenge", text);
  return { answer: await callRoute(enrol, { cookie, ...codeOf(secret) }), cookie };
}

export async function ownAppCode(): Promise<Response> {
  return (await ownApp()).answer;
}

export async function ownAppEnd(): Promise<Response> {
  return (await ownApp()).browser.call(ownTotpEnd, SAVED);
}

async function ownApp(): Promise<{ answer: Response; browser: TestBrowser }> {
  const { browser } = await somebody();
  const { secret } = (await (await browser.call(beginTotp)).json()) as { secret: string };
  return { answer: await browser.call(ownTotp, codeOf(secret)), browser };
}

export async function newPasskey(): Promise<Response> {
  return (await passkeyMade()).answer;
}

export async function newPasskeyEnd(): Promise<Response> {
  return (await passkeyMade()).browser.call(ownPasskeyEnd, SAVED);
}

async function passkeyMade(): Promise<{ answer: Response; browser: TestBrowser }> {
  const { browser } = await somebody();
  const options = await optionsOf(browser.call(passkeyOptions));
  const body = { name: "Key", response: new SoftPasskey().attest(options) };
  return { answer: await browser.call(ownPasskey, { body }), browser };
}

export async function accountKept(): Promise<Response> {
  const { person, browser } = await somebody();
  await browser.call(askDeletion, { body: { workspaces: [] } });
  const token = await lastLink(person.user.email, "account_deletion_asked");
  return inBody(keepAccount)({ kind: "deletion_cancel", text: token, companion: "" });
}

export async function addressProved(): Promise<Response> {
  return (await addressChanged()).answer;
}

export async function addressKept(): Promise<Response> {
  const { email } = await addressChanged();
  const text = await lastLink(email, "email_changed");
  return inBody(keepAddress)({ kind: "email_undo", text, companion: "" });
}

async function addressChanged(): Promise<{ answer: Response; email: string }> {
  const { person, browser } = await somebody();
  const fresh = `new-${newId().slice(-12)}@example.test`;
  await browser.call(askEmail, { body: { email: fresh } });
  const token = await lastLink(fresh, "email_change_confirm");
  return { answer: await browser.call(confirmEmail, { body: { token } }), email: person.user.email };
}

export async function setupDomainCheck(world: World): Promise<Response> {
  const secret = await mint(world, "setup_link", world.person);
  const { slug } = world.tenant;
  const domain = `${newId().slice(-12)}.nl`;
  const claimed = (await (await inBody(setupDomain, { domain }, slug)(secret)).json()) as { id: string };
  return inBody(setupCheck, { domain_id: claimed.id }, slug)(secret);
}
