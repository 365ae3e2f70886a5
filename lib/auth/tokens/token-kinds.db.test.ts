import { beforeAll, expect, test } from "vitest";
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
import { DomainError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { hashToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeUserContext } from "@/lib/testing/make-context";
import { makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { consumeToken } from "./consume-token";
import { issueToken, type TokenKind } from "./issue-token";

const INFO = { requestId: "test", ip: "192.0.2.1", userAgent: null };
const HOST = "acme.atrium.localhost:3000";
const KINDS: TokenKind[] = [
  "handoff",
  "password_reset",
  "mfa_challenge",
  "mfa_enrolment",
  "own_totp_enrolment",
  "passkey_enrolment",
  "factor_reset",
  "unlock",
  "session_alarm",
  "identity_link",
  "email_change",
  "email_undo",
];
const CODE = { code: "123456", previousSid: null };
let user: TestUser;

beforeAll(async () => {
  user = await makeUser();
});

const issue = (kind: TokenKind) =>
  withSystem((tx) => issueToken(tx, { kind, userId: user.id, ttlSeconds: 60 }));

async function signUpToken(): Promise<string> {
  const email = `new-${newId().slice(-12)}@example.test`;
  const person = { email, firstName: "Eva", lastName: "Jansen", password: "vivid otter paints 73 barns" };
  return (await startSignUp(INFO, { ...person, locale: "en" })).token;
}

/** Every consumer of a secret with the kind it is for; each resolves to whether it took the secret. */
const CONSUMERS: [string, TokenKind | "sign_up", (token: string) => Promise<boolean>][] = [
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
  ["sign-up page", "sign_up", async (token) => (await findSignUp(token)) !== null],
  ["sign-up code", "sign_up", (token) => taken(() => confirmSignUp(INFO, { token, code: "123456" }))],
];

/** A wrong code is a taken secret: the consumer went on to look at the code. */
async function taken(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === "conflict") return false;
    if (error instanceof DomainError && error.code === "validation_failed") return true;
    throw error;
  }
}

test("no secret of one kind is taken where another is asked for", async () => {
  const wrong: string[] = [];
  for (const [name, own, consume] of CONSUMERS) {
    for (const kind of [...KINDS, "sign_up"] as const) {
      if (kind === own) continue;
      if (await consume(kind === "sign_up" ? await signUpToken() : await issue(kind)))
        wrong.push(`${kind} in ${name}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("control: a look-up by hash alone takes every kind", async () => {
  const byHash = async (token: string) =>
    (await systemPool().query("select 1 from platform.auth_tokens where token_hash = $1", [hashToken(token)]))
      .rowCount;
  const found = await Promise.all(KINDS.map(async (kind) => byHash(await issue(kind))));
  expect(found).toEqual(KINDS.map(() => 1));
});

test("a token is used once by 50 parallel tries, for its host only and in time", async () => {
  const use = (token: string, audience = "") =>
    withSystem((tx) => consumeToken(tx, { kind: "password_reset", token, audience }));
  const token = await issue("password_reset");
  expect(await use(token, HOST)).toBeNull();
  const results = await Promise.all(Array.from({ length: 50 }, () => use(token)));
  expect(results.filter((result) => result !== null)).toHaveLength(1);
  expect(await use(token)).toBeNull();
  const late = await withSystem((tx) =>
    issueToken(tx, { kind: "password_reset", userId: user.id, ttlSeconds: 0 }),
  );
  expect(await use(late)).toBeNull();
});

test("no changed token is taken: every character, and every length", async () => {
  const token = await issue("password_reset");
  const changed = [...token].flatMap((character, index) => [
    token.slice(0, index) + (character === "A" ? "B" : "A") + token.slice(index + 1),
    token.slice(0, index),
  ]);
  const results = await Promise.all(
    changed.map((text) => withSystem((tx) => consumeToken(tx, { kind: "password_reset", token: text }))),
  );
  expect(results.filter((result) => result !== null)).toEqual([]);
});

test("control: read first, write later gives one token to many", async () => {
  const token = await issue("password_reset");
  const naive = () =>
    withSystem(async (tx) => {
      const row = await tx.authToken.findUnique({ where: { tokenHash: hashToken(token) } });
      if (!row || row.usedAt) return false;
      await tx.authToken.update({ where: { id: row.id }, data: { usedAt: new Date() } });
      return true;
    });
  const results = await Promise.all(Array.from({ length: 50 }, naive));
  expect(results.filter(Boolean).length).toBeGreaterThan(1);
});
