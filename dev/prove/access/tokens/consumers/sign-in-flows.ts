import { GET as acceptHandOff } from "@/app/api/auth-flows/accept-hand-off/route";
import { GET as enterSupport } from "@/app/api/auth-flows/enter-support/route";
import { POST as lostAccess } from "@/app/api/auth-flows/factor-reset/route";
import { POST as passkey } from "@/app/api/auth-flows/sign-in/passkey/route";
import { POST as passkeyStepOptions } from "@/app/api/auth-flows/sign-in/passkey-step/options/route";
import { POST as passkeyStep } from "@/app/api/auth-flows/sign-in/passkey-step/route";
import { POST as recovery } from "@/app/api/auth-flows/sign-in/recovery-code/route";
import { POST as totp } from "@/app/api/auth-flows/sign-in/totp/route";
import { POST as enrolEnd } from "@/app/api/auth-flows/sign-in/totp-enrolment/confirmation/route";
import { POST as enrol } from "@/app/api/auth-flows/sign-in/totp-enrolment/route";
import { PUT as signUpAddress } from "@/app/api/auth-flows/sign-up/address/route";
import { POST as signUpCode } from "@/app/api/auth-flows/sign-up/code/route";
import { POST as signUpResend } from "@/app/api/auth-flows/sign-up/resend/route";
import { POST as ownPasskeyEnd } from "@/app/api/v1/me/passkeys/confirmation/route";
import { POST as ownPasskey } from "@/app/api/v1/me/passkeys/route";
import { POST as stepUp } from "@/app/api/v1/me/step-up/route";
import { POST as ownTotpEnd } from "@/app/api/v1/me/totp/confirmation/route";
import { PUT as ownTotp } from "@/app/api/v1/me/totp/route";
import type { RouteHandler } from "@/lib/api/route";
import { connectIdentity } from "@/lib/auth/identities/connect-identity";
import { findChallenge } from "@/lib/auth/mfa/find-challenge";
import { startTotpEnrolment } from "@/lib/auth/mfa/totp/start-totp-enrolment";
import { findSignUp } from "@/lib/auth/sign-up/find-sign-up";
import { newId } from "@/lib/core/ids";
import { newToken } from "@/lib/infra/tokens";
import { callRoute } from "@/lib/testing/call-route";
import { makeUserContext } from "@/lib/testing/make-context";
import { SoftPasskey } from "@/lib/testing/soft-passkey";
import { type Kind, mint } from "../kinds";
import { type Consumer, flowCookie, inFlow, inOwnFlow } from "./consumer";
import {
  enrolmentCode,
  enrolmentEnd,
  newPasskey,
  newPasskeyEnd,
  ownAppCode,
  ownAppEnd,
} from "./earlier-steps";

const CODE = { code: "123456" };
const SAVED = { saved: true };
const strangePasskey = {
  name: "Key",
  response: new SoftPasskey().attest({ challenge: newToken(), user: { id: "x" } }),
};

/** What a page reads by a cookie alone: 200 when it knows the secret, else 404. */
const asPage =
  (find: (token: string) => Promise<unknown>): Consumer["present"] =>
  async ({ text }) => {
    const found = await find(text).catch(() => null);
    return new Response(null, { status: found ? 200 : 404 });
  };

/** By the code in an address of the workspace's host, with the nonce of the browser that began. */
const atHost =
  (handler: RouteHandler, flow: "handOff" | "supportHandOver", own: Kind): Consumer["present"] =>
  ({ kind, text, companion }, { tenant }) =>
    callRoute(handler, {
      slug: tenant.slug,
      cookie: flowCookie(flow, kind === own ? companion : newToken()),
      query: `?code=${encodeURIComponent(text)}`,
    });

/** Signed by the person's own passkey over the challenge that came with the secret, where one did. */
const withPasskey =
  (handler: RouteHandler, bodyOf: (response: unknown) => Record<string, unknown>): Consumer["present"] =>
  async ({ kind, text, companion }, world, as) => {
    const challenge = kind.startsWith("passkey_") && companion ? companion : newToken();
    const step =
      handler === passkeyStep ? flowCookie("challenge", (await mint(world, "mfa_challenge", as)).text) : "";
    const session = handler === stepUp ? as.cookie : "";
    const cookie = [flowCookie("passkey", text), step, session].filter(Boolean).join("; ");
    return callRoute(handler, { cookie, body: bodyOf(as.passkey.sign({ challenge })) });
  };

/** What a cookie or an address carries from one step of signing in, up or further on to the next. */
export const SIGN_IN_FLOWS: Consumer[] = [
  { name: "hand-off", own: ["handoff"], present: atHost(acceptHandOff, "handOff", "handoff") },
  {
    name: "support session",
    own: ["support_code"],
    present: atHost(enterSupport, "supportHandOver", "support_code"),
  },
  { name: "second step's page", own: ["mfa_challenge"], present: asPage(findChallenge) },
  { name: "second step", own: ["mfa_challenge"], present: inFlow("challenge", totp, CODE) },
  {
    name: "recovery code",
    own: ["mfa_challenge"],
    present: inFlow("challenge", recovery, { code: "0000-0000-0000" }),
  },
  { name: "passkey step", own: ["mfa_challenge"], present: inFlow("challenge", passkeyStepOptions) },
  { name: "lost access, asked", own: ["mfa_challenge"], present: inFlow("challenge", lostAccess) },
  {
    name: "enrolment's page",
    own: ["mfa_enrolment"],
    present: asPage((token) => startTotpEnrolment({ token })),
  },
  {
    name: "enrolment's code",
    own: ["mfa_enrolment"],
    takes: enrolmentCode,
    present: inFlow("challenge", enrol, CODE),
  },
  {
    name: "enrolment's end",
    own: ["mfa_enrolment"],
    takes: enrolmentEnd,
    present: inFlow("challenge", enrolEnd, SAVED),
  },
  {
    name: "own app's code",
    own: ["own_totp_enrolment"],
    isPersonal: true,
    takes: ownAppCode,
    present: inOwnFlow("challenge", ownTotp, CODE),
  },
  {
    name: "own app's end",
    own: ["own_totp_enrolment"],
    isPersonal: true,
    takes: ownAppEnd,
    present: inOwnFlow("challenge", ownTotpEnd, SAVED),
  },
  {
    name: "own passkey",
    own: ["passkey_enrolment"],
    isPersonal: true,
    takes: newPasskey,
    present: inOwnFlow("challenge", ownPasskey, strangePasskey),
  },
  {
    name: "own passkey's end",
    own: ["passkey_enrolment"],
    isPersonal: true,
    takes: newPasskeyEnd,
    present: inOwnFlow("challenge", ownPasskeyEnd, SAVED),
  },
  {
    name: "connecting a provider",
    own: ["identity_link"],
    isPersonal: true,
    present: async ({ text }, _world, as) => {
      const ctx = makeUserContext(as.user);
      const own = { ...ctx, actor: { ...ctx.actor, sessionId: as.sessionId } };
      const claims = { provider: "google", subject: newId(), email: null } as const;
      const found = await connectIdentity(own, { token: text, ...claims });
      return new Response(null, { status: found ? 200 : 404 });
    },
  },
  { name: "sign-up's page", own: ["sign_up"], present: asPage(findSignUp) },
  { name: "sign-up's code", own: ["sign_up"], present: inFlow("signUp", signUpCode, CODE) },
  { name: "sign-up's next mail", own: ["sign_up"], present: inFlow("signUp", signUpResend) },
  {
    name: "sign-up's address",
    own: ["sign_up"],
    present: inFlow("signUp", signUpAddress, { email: "another@example.test" }),
  },
  {
    name: "passkey alone",
    own: ["passkey_sign_in"],
    present: withPasskey(passkey, (response) => ({ response })),
  },
  {
    name: "passkey as second step",
    own: ["passkey_second_step"],
    isPersonal: true,
    present: withPasskey(passkeyStep, (response) => ({ response })),
  },
  {
    name: "passkey as proof",
    own: ["passkey_step_up"],
    isPersonal: true,
    present: withPasskey(stepUp, (response) => ({ passkey: response })),
  },
];
