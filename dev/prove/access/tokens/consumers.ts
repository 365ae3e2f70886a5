import { lookUpInvitation } from "@/lib/access/invitations/answer/look-up-invitation";
import { confirmFactorReset } from "@/lib/access/members/factor-resets/confirm-factor-reset";
import { reportSignIn } from "@/lib/auth/devices/report-sign-in";
import { confirmEmailChange } from "@/lib/auth/email-change/confirm-email-change";
import { undoEmailChange } from "@/lib/auth/email-change/undo-email-change";
import { acceptHandOff } from "@/lib/auth/hand-off/accept-hand-off";
import { connectIdentity } from "@/lib/auth/identities/connect-identity";
import { completeUnlock } from "@/lib/auth/lock-out/complete-unlock";
import { askFactorReset } from "@/lib/auth/mfa/lost-access/ask-factor-reset";
import { verifyRecoveryCode } from "@/lib/auth/mfa/recovery/verify-recovery-code";
import { confirmOwnTotp } from "@/lib/auth/mfa/totp/confirm-own-totp";
import { confirmTotp } from "@/lib/auth/mfa/totp/confirm-totp";
import { proveEnrolment } from "@/lib/auth/mfa/totp/prove-enrolment";
import { startTotpEnrolment } from "@/lib/auth/mfa/totp/start-totp-enrolment";
import { verifyTotp } from "@/lib/auth/mfa/totp/verify-totp";
import { beginPasskeyStep } from "@/lib/auth/passkeys/begin-passkey-step";
import { confirmPasskey } from "@/lib/auth/passkeys/confirm-passkey";
import { completePasswordReset } from "@/lib/auth/password-reset/complete-password-reset";
import { confirmSignUp } from "@/lib/auth/sign-up/confirm-sign-up";
import { findSignUp } from "@/lib/auth/sign-up/find-sign-up";
import { startSignUp } from "@/lib/auth/sign-up/start-sign-up";
import { issueToken, type TokenKind } from "@/lib/auth/tokens/issue-token";
import { DomainError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { cancelDeletion } from "@/lib/lifecycle/own-account/cancel-deletion";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeUserContext } from "@/lib/testing/make-context";
import { makeUser, type TestUser } from "@/lib/testing/make-tenant";

const INFO = { requestId: "test", ip: "192.0.2.1", userAgent: null };
const HOST = "acme.atrium.localhost:3000";
export const KINDS: TokenKind[] = [
  "handoff",
  "password_reset",
  "mfa_challenge",
  "mfa_enrolment",
  "own_totp_enrolment",
  "passkey_enrolment",
  "factor_reset",
  "unlock",
  "session_alarm",
  "deletion_cancel",
  "identity_link",
  "email_change",
  "email_undo",
];
const CODE = { code: "123456", previousSid: null };

/** A token of one kind for somebody new, or for `userId`. */
export async function issue(kind: TokenKind, userId?: string, ttlSeconds = 60): Promise<string> {
  const owner = userId ?? (await makeUser()).id;
  return withSystem((tx) => issueToken(tx, { kind, userId: owner, ttlSeconds }));
}

export async function signUpToken(): Promise<string> {
  const email = `new-${newId().slice(-12)}@example.test`;
  const person = { email, firstName: "Eva", lastName: "Jansen", password: "vivid otter paints 73 barns" };
  return (await startSignUp(INFO, { ...person, locale: "en" })).token;
}

type Consumer = [
  name: string,
  own: TokenKind | "sign_up" | "invitation",
  take: (token: string) => Promise<boolean>,
];

/** Every consumer of a secret with the kind it is for; each resolves to whether it took the secret. */
export const consumersFor = (user: TestUser): Consumer[] => [
  ["hand-off", "handoff", async (code) => (await acceptHandOff({ code, nonce: "x", host: HOST })) !== null],
  [
    "password reset",
    "password_reset",
    (token) => taken(() => completePasswordReset(INFO, { token, password: "seven quiet lanterns 42" })),
  ],
  ["reporting a sign-in", "session_alarm", (token) => taken(() => reportSignIn(INFO, { token }))],
  [
    "connecting a provider",
    "identity_link",
    async (token) => {
      const claims = { token, provider: "google", subject: newId(), email: null } as const;
      return (await connectIdentity(makeUserContext(user), claims)) !== null;
    },
  ],
  [
    "proving an address",
    "email_change",
    (token) => taken(() => confirmEmailChange(makeUserContext(user), { token })),
  ],
  ["keeping an account", "deletion_cancel", (token) => taken(() => cancelDeletion(INFO, { token }))],
  ["keeping an address", "email_undo", (token) => taken(() => undoEmailChange(INFO, { token }))],
  ["unlocking", "unlock", (token) => taken(() => completeUnlock(INFO, { token }))],
  ["second step", "mfa_challenge", (token) => taken(() => verifyTotp(INFO, { token, ...CODE }))],
  ["enrolment", "mfa_enrolment", (token) => taken(() => startTotpEnrolment({ token }))],
  [
    "second step's recovery code",
    "mfa_challenge",
    (token) => taken(() => verifyRecoveryCode(INFO, { token, ...CODE })),
  ],
  ["enrolment's code", "mfa_enrolment", (token) => taken(() => proveEnrolment({ token, code: "123456" }))],
  [
    "enrolment's end",
    "mfa_enrolment",
    (token) => taken(() => confirmTotp(INFO, { token, previousSid: null })),
  ],
  [
    "own enrolment",
    "own_totp_enrolment",
    (token) => taken(() => startTotpEnrolment({ token, userId: user.id })),
  ],
  [
    "own enrolment's code",
    "own_totp_enrolment",
    (token) => taken(() => proveEnrolment({ token, code: "123456", userId: user.id })),
  ],
  [
    "own enrolment's end",
    "own_totp_enrolment",
    (token) => taken(() => confirmOwnTotp(makeUserContext(user), { token })),
  ],
  ["lost access, asked", "mfa_challenge", (token) => taken(() => askFactorReset(INFO, { token }))],
  ["lost access, confirmed", "factor_reset", (token) => taken(() => confirmFactorReset(INFO, { token }))],
  ["passkey step", "mfa_challenge", (token) => taken(() => beginPasskeyStep({ token }))],
  [
    "passkey's end",
    "passkey_enrolment",
    (token) => taken(() => confirmPasskey(makeUserContext(user), { token })),
  ],
  ["invitation", "invitation", (token) => taken(() => lookUpInvitation(token, null))],
  ["sign-up page", "sign_up", async (token) => (await findSignUp(token)) !== null],
  ["sign-up code", "sign_up", (token) => taken(() => confirmSignUp(INFO, { token, code: "123456" }))],
];

/** A wrong code is a taken secret: the consumer went on to look at the code. */
async function taken(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof DomainError && ["conflict", "not_found"].includes(error.code)) return false;
    if (error instanceof DomainError && error.code === "validation_failed") return true;
    throw error;
  }
}
