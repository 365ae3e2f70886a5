import { POST as handOffRoute } from "@/app/api/auth-flows/hand-off/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { createLink } from "@/lib/access/invitations/links/create-link";
import { createPersonalToken } from "@/lib/access/personal-tokens/create-personal-token";
import { createSetupLink } from "@/lib/access/single-sign-on/setup-links/create-setup-link";
import { startTest } from "@/lib/access/single-sign-on/tests/start-test";
import { nonceState } from "@/lib/access/support/nonce-state";
import { createSession } from "@/lib/auth/create-session";
import { stateOf } from "@/lib/auth/hand-off/internal";
import { beginPasskeyCheck } from "@/lib/auth/passkeys/begin-passkey-check";
import { sealSession } from "@/lib/auth/session-cookie";
import { startSignUp } from "@/lib/auth/sign-up/start-sign-up";
import { issueToken, type TokenKind } from "@/lib/auth/tokens/issue-token";
import { handOverSupportSession } from "@/lib/back-office/support/hand-over-support-session";
import { newId } from "@/lib/core/ids";
import { newToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { lastInvitationToken } from "@/lib/testing/invitation-mails";
import { makeContext } from "@/lib/testing/make-context";
import { makeUser } from "@/lib/testing/make-tenant";
import { leaveFor } from "@/lib/testing/sso-world";
import { makeStaffSession, staffContext, start } from "@/lib/testing/support-world";
import { TestBrowser } from "@/lib/testing/test-browser";
import { type Bearer, INFO, ROOT, type World } from "./world";

/** Kinds that live in platform.auth_tokens. */
export const AUTH_KINDS = [
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
] as const satisfies TokenKind[];
const OTHER_KINDS = [
  "sign_up",
  "invitation",
  "invitation_link",
  "setup_link",
  "sso_test",
  "saml_state",
  "oidc_state",
  "support_code",
  "passkey_sign_in",
  "passkey_second_step",
  "passkey_step_up",
  "api_key",
  "personal_token",
  "scim_token",
] as const;
export const KINDS = [...AUTH_KINDS, ...OTHER_KINDS];
export type Kind = (typeof KINDS)[number];

/** Kinds whose holder is somebody new, with whose session they come. */
const GUESTS: readonly Kind[] = [
  "invitation",
  "invitation_link",
  "email_change",
  "password_reset",
  "session_alarm",
  "mfa_enrolment",
  "own_totp_enrolment",
];
export const isGuests = (kind: Kind) => GUESTS.includes(kind);

/** The secret, and what its holder has beside it: a nonce, a challenge to sign, the session of who is invited. */
export type Secret = { kind: Kind; text: string; companion: string };

/** A fresh secret of one kind for this person, made as the product makes it. */
export async function mint(world: World, kind: Kind, who: Bearer): Promise<Secret> {
  const [text, companion = ""] = isAuthKind(kind)
    ? await mintAuth(world, kind, who)
    : await MINTS[kind](world, who);
  if (!text) throw new Error(`no ${kind} was made`);
  return { kind, text, companion };
}

const isAuthKind = (kind: Kind): kind is (typeof AUTH_KINDS)[number] =>
  (AUTH_KINDS as readonly string[]).includes(kind);

async function mintAuth(
  { tenant }: World,
  kind: (typeof AUTH_KINDS)[number],
  who: Bearer,
): Promise<string[]> {
  if (kind === "handoff") {
    const nonce = newToken();
    const body = { to: tenant.slug, state: stateOf(nonce) };
    const answer = await callRoute(handOffRoute, { cookie: who.cookie, body });
    const { url = "" } = (await answer.json()) as { url?: string };
    return [new URL(url).searchParams.get("code") ?? "", nonce];
  }
  const payload = () => ({
    ...{ method: "password", password_due: false, provider: "google" },
    email: `new-${newId().slice(-12)}@example.test`,
  });
  // Whoever takes some of these ends what the person has besides: they belong to somebody new.
  const {
    id: userId,
    sessionId,
    cookie,
  } = isGuests(kind) ? await makeGuest() : { id: who.user.id, sessionId: who.sessionId, cookie: "" };
  const input = { kind, userId, sessionId, ttlSeconds: 600, payload };
  return [await withSystem((tx) => issueToken(tx, input)), cookie];
}

type Mint = (world: World, who: Bearer) => Promise<string[]>;

const admin = ({ tenant, person }: World) => makeContext(tenant, person.user);
const hashOf = (url: string | null) => new URL(url ?? "about:blank").hash.slice(1);

async function passkeyCheck(
  purpose: "sign_in" | "second_step" | "step_up",
  userId: string | null,
): Promise<string[]> {
  const { token, options } = await beginPasskeyCheck({ purpose, userId });
  return [token, options.challenge];
}

async function ssoState(connection: string): Promise<string[]> {
  const browser = new TestBrowser();
  const away = await leaveFor(browser, { connection });
  const state = away.searchParams.get("RelayState") ?? away.searchParams.get("state") ?? "";
  return [state, browser.jar().get("__Host-atrium.sso") ?? ""];
}

const MINTS: Record<(typeof OTHER_KINDS)[number], Mint> = {
  sign_up: async () => {
    const email = `new-${newId().slice(-12)}@example.test`;
    const name = { firstName: "Eva", lastName: "Jansen", locale: "en" } as const;
    return [(await startSignUp(INFO, { ...name, email, password: "vivid otter paints 73 barns" })).token];
  },
  invitation: async (world) => {
    const guest = await makeGuest();
    await inviteMembers(await admin(world), { invitations: [{ email: guest.email, role: "viewer" }] });
    return [await lastInvitationToken(world.tenant.id, guest.email), guest.cookie];
  },
  invitation_link: async (world) => {
    const wish = { role: "viewer", domains: ["example.test"], max_uses: 5, days: 1 };
    const { url } = await createLink(await admin(world), wish);
    return [hashOf(url), (await makeGuest()).cookie];
  },
  setup_link: async (world) => [hashOf((await createSetupLink(await admin(world), world.draft.id, {})).url)],
  sso_test: async (world) => {
    const { url } = await startTest(await admin(world), world.oidc.id);
    return [new URL(url ?? "about:blank").searchParams.get("test") ?? ""];
  },
  saml_state: (world) => ssoState(world.directory.id),
  oidc_state: (world) => ssoState(world.oidc.id),
  support_code: async ({ tenant }, who) => {
    const staff = await makeStaffSession();
    await start(staff, tenant, who.user);
    const nonce = newToken();
    const url = await handOverSupportSession(await staffContext(staff), { state: nonceState(nonce) });
    return [new URL(url).searchParams.get("code") ?? "", nonce];
  },
  passkey_sign_in: () => passkeyCheck("sign_in", null),
  passkey_second_step: (_world, who) => passkeyCheck("second_step", who.user.id),
  passkey_step_up: (_world, who) => passkeyCheck("step_up", who.user.id),
  api_key: async (world, who) => {
    const ctx = await makeContext(world.tenant, who.user);
    return [(await createApiKey(ctx, { name: "Key", scopes: ["agents:read"] })).key];
  },
  personal_token: async (world, who) => {
    const ctx = await makeContext(world.tenant, who.user);
    return [(await createPersonalToken(ctx, { name: "Token", scopes: ["agents:read"] })).key];
  },
  scim_token: async ({ directory }) => [directory.token],
};

type Guest = { id: string; email: string; sessionId: string; cookie: string };

/** Somebody without factors who is a member of nothing yet, signed in on the root host. */
async function makeGuest(): Promise<Guest> {
  const { id, email } = await makeUser();
  const session = await withSystem((tx) =>
    createSession(tx, { userId: id, method: "password", mfa: false, info: INFO }),
  );
  const [cookie = ""] = (await sealSession(session.sid, ROOT)).split(";");
  return { id, email, sessionId: session.id, cookie };
}
