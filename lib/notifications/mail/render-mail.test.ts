import { beforeAll, describe, expect, test } from "vitest";
import { testEnvironment } from "@/dev/vitest/environment";
import { renderMail } from "./render-mail";
import { MAIL_TEMPLATES, type MailTemplate, mailAddress } from "./schema";

const ROOT = "http://atrium.localhost:3000";
const at = "2026-12-01T09:30:00.000Z";
const SUPPORT = {
  tenantName: "Acme",
  staffName: "Sam Staff",
  memberName: "Eva Jansen",
  reason: "The agents page stays empty.",
  ticket: "SUP-1234",
  slug: "acme",
};
const SAMPLES: Record<MailTemplate, Record<string, unknown>> = {
  sign_up_code: { code: "042917", minutes: 10 },
  account_exists: {},
  password_reset: { url: `${ROOT}/reset-password#token` },
  password_changed: {},
  two_step_on: {},
  two_step_off: {},
  two_step_reset: { by: "Anna de Vries", tenantName: "Acme" },
  two_step_reset_link: { url: `${ROOT}/lost-access#token` },
  two_step_reset_asked: {
    name: "Bram Jansen",
    email: "bram@example.com",
    tenantName: "Acme",
    url: `${ROOT}/members`,
  },
  authenticator_removed: {},
  passkey_added: { name: "Laptop" },
  passkey_removed: { name: "Laptop" },
  recovery_code_used: { left: 9 },
  recovery_codes_renewed: {},
  account_locked: {},
  unlock: { url: `${ROOT}/unlock#token` },
  new_sign_in: {
    browser: "Firefox",
    system: "Linux",
    ip: "192.0.2.7",
    place: { kind: "country", country: "NL" },
    signedInAt: at,
    url: `${ROOT}/not-me#token`,
  },
  email_change_confirm: { url: `${ROOT}/confirm-email#token` },
  email_change_taken: {},
  email_change_asked: { newEmail: "anna@example.org", url: `${ROOT}/undo-email#token` },
  email_changed: { newEmail: "anna@example.org", url: `${ROOT}/undo-email#token` },
  email_is_new: {},
  account_deletion_asked: { url: `${ROOT}/keep-account#token`, deleteAfter: at },
  account_deletion_cancelled: {},
  account_handed_over: { accountName: "Acme", from: "Anna", to: "Bo", url: `${ROOT}/profile` },
  account_erased: {},
  identity_linked: { provider: "Google" },
  identity_unlinked: { provider: "Google" },
  welcome: { tenantName: "Acme", slug: "acme" },
  invitation: {
    inviterName: "Anna de Vries",
    tenantName: "Acme",
    roleName: "Developer",
    url: `${ROOT}/invitations#token`,
    expiresAt: at,
  },
  invitation_accepted: { name: "Bram Jansen", tenantName: "Acme", slug: "acme" },
  membership_requested: {
    name: "Cees Bakker",
    email: "cees@example.com",
    tenantName: "Acme",
    note: "I work in sales",
    slug: "acme",
  },
  membership_decided: { tenantName: "Acme", roleName: "Viewer", slug: "acme" },
  invitation_bounced: { email: "cees@example.com", tenantName: "Acme", slug: "acme" },
  invitation_requested: { email: "cees@example.com", tenantName: "Acme", slug: "acme" },
  role_changed: { tenantName: "Acme", roleName: "Viewer", slug: "acme" },
  access_requested: {
    name: "Bram Jansen",
    tenantName: "Acme",
    subject: "agents:create",
    note: "For the quarterly plan",
    slug: "acme",
  },
  access_decided: {
    tenantName: "Acme",
    subject: "agents:create",
    roleName: "Agent manager",
    endsAt: at,
    slug: "acme",
  },
  member_removed: { tenantName: "Acme" },
  tenant_suspended: { tenantName: "Acme", reason: "Unpaid invoices" },
  tenant_reactivated: { tenantName: "Acme", slug: "acme" },
  tenant_deletion_scheduled: { tenantName: "Acme", deleteAfter: at },
  tenant_under_review: { tenantName: "Acme" },
  tenant_info_requested: { tenantName: "Acme", question: "Which company is this for?" },
  requests_waiting: { count: 2, names: ["Acme", "Globex"] },
  tenant_rejected: { tenantName: "Acme", reason: "We could not verify the company." },
  export_ready: { tenantName: "Acme", slug: "acme", expiresAt: at },
  tenants_parked: { names: "Acme, Globex", count: 2 },
  tenant_restored: { tenantName: "Acme", slug: "acme" },
  plan_changed: { planName: "Professional" },
  cancel_scheduled: { planName: "Starter", endsAt: at },
  payment_failed: { planName: "Starter" },
  security_policy_changed: {
    tenantName: "Acme",
    changedBy: "Anna de Vries",
    sections: ["mfa", "ip_allowlist"],
    slug: "acme",
  },
  break_glass_used: { tenantName: "Acme", person: "Eva Jansen", slug: "acme" },
  sso_certificate_expiring: { tenantName: "Acme", connection: "Entra", days: 7, expiresAt: at, slug: "acme" },
  sso_domain_failing: { tenantName: "Acme", domain: "acme.nl", slug: "acme", dropAt: at },
  sso_domain_dropped: { tenantName: "Acme", domain: "acme.nl", slug: "acme" },
  domain_failing: { tenantName: "Acme", hostname: "portal.acme.nl", slug: "acme", dropAt: at },
  domain_dropped: { tenantName: "Acme", hostname: "portal.acme.nl", slug: "acme" },
  api_key_created: { tenantName: "Acme", keyName: "Reporting", createdBy: "Anna de Vries", slug: "acme" },
  api_key_ending: {
    tenantName: "Acme",
    keyName: "Reporting",
    slug: "acme",
    endsAt: "2026-07-01T09:00:00.000Z",
  },
  api_key_expired: {
    tenantName: "Acme",
    keyName: "Reporting",
    slug: "acme",
    endsAt: "2026-07-01T09:00:00.000Z",
  },
  api_key_leaked: { tenantName: "Acme", keyName: "Reporting", slug: "acme" },
  support_access_requested: { ...SUPPORT, canChange: true },
  support_session_started: { ...SUPPORT, canChange: false },
};
const TEMPLATES = Object.keys(MAIL_TEMPLATES) as MailTemplate[];

beforeAll(() => Object.assign(process.env, testEnvironment("postgres://nobody@127.0.0.1/none")));

describe.each(["en", "nl"] as const)("in %s", (locale) => {
  test.each(TEMPLATES)("%s reads as agreed", async (template) => {
    const { subject, text, html } = await renderMail(template, locale, SAMPLES[template]);
    expect(`${subject}\n\n${text}`).toMatchSnapshot();
    expect(`${subject}${text}`).not.toContain("!");
    expect(html).toContain(`lang="${locale}"`);
    for (const [, link] of html.matchAll(/href="([^"]+)"/g)) {
      expect(new URL(link ?? "").host).toMatch(/^([a-z0-9-]+\.)?atrium\.localhost:3000$/);
    }
  });
});

const HOSTILE = [
  "Acme\r\nBcc: victim@example.com",
  "Acme\u2028Subject: other",
  '<img src=x onerror="alert(1)">',
  "</td></table><a href='https://evil.example'>Log in</a>",
  "https://evil.example/login",
  "evil.example",
  "\u202Eemca",
  "{{constructor}} $" + "{7*7} %0d%0aBcc:x",
  "Zoë 漢字 🎉",
];

test.each(HOSTILE)("the name %j stays a name", async (name) => {
  const { subject, text, html } = await renderMail("invitation", "en", {
    ...SAMPLES.invitation,
    tenantName: name,
    inviterName: name,
    roleName: name,
  });
  expect(subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(html).not.toMatch(/<img|onerror="|<a href='/);
  const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, link]) => new URL(link ?? "").host);
  expect(new Set(links)).toEqual(new Set(["atrium.localhost:3000"]));
  // Nothing that a mail program would turn into a link by itself.
  expect(text.replaceAll(`${ROOT}/invitations#token`, "")).not.toMatch(
    /https?:\/\/|evil\.example|@example\.com/,
  );
});

describe("in a workspace's look", () => {
  const brand = {
    name: "Acme",
    logoUrl: "http://acme.atrium.localhost:3000/api/v1/branding/assets/x",
    button: "#0a7d55",
    onButton: "#ffffff",
    footer: "Acme B.V., Utrecht\n<b>bold</b>",
    poweredBy: false,
  };
  const render = (change: Partial<typeof brand> = {}) =>
    renderMail("invitation", "en", SAMPLES.invitation, { ...brand, ...change });

  test("both parts carry it, and Atrium's name goes where it is hidden", async () => {
    const { html, text } = await render();
    expect(html).toContain("background-color:#0a7d55");
    expect(html).toContain('src="http://acme.atrium.localhost:3000/api/v1/branding/assets/x"');
    expect(html).toContain("&lt;b&gt;bold");
    expect(text).toContain("-- \nAcme\n");
    expect(text).toContain("Utrecht");
    expect(text).not.toMatch(/-- \nAtrium/);
    expect((await render({ poweredBy: true })).text).toMatch(/\nAtrium\n$/);
  });

  test.each(HOSTILE)("a footer of %j stays words", async (footer) => {
    const { html, text } = await render({ footer });
    expect(html).not.toMatch(/onerror="|<a href='/);
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, link]) => new URL(link ?? "").host);
    expect(new Set(links)).toEqual(new Set(["atrium.localhost:3000"]));
    expect(text.replaceAll(`${ROOT}/invitations#token`, "")).not.toMatch(/https?:\/\/|evil\.example/);
  });

  test("a picture from elsewhere is refused", async () => {
    await expect(render({ logoUrl: "https://evil.example/p.png" })).rejects.toThrow(TypeError);
  });
});

test("ordinary letters come through unchanged", async () => {
  const { subject } = await renderMail("welcome", "nl", { tenantName: "Zoë 漢字 🎉 B.V.", slug: "zoe" });
  expect(subject).toBe("Zoë 漢字 🎉 B.V. staat klaar");
});

test.each(["https://evil.example/x", "javascript:alert(1)", "http://atrium.localhost:3000.evil.example/"])(
  "a link to %s is refused",
  async (url) => {
    await expect(renderMail("password_reset", "en", { url })).rejects.toThrow();
  },
);

test.each([
  "a@example.com\r\nBcc: b@example.com",
  "a@example.com, b@example.com",
  "Anna <a@example.com>",
  '"a b"@example.com',
  "a@example.com;b@example.com",
  "nobody",
])("%j is no address to mail", (to) => {
  expect(mailAddress.safeParse(to).success).toBe(false);
});

test("control: names put into the text as they are would carry links and header lines", () => {
  const careless = (name: string) => `${name} invites you`;
  expect(HOSTILE.map(careless).filter((line) => /https?:\/\/|[\r\n]/.test(line)).length).toBeGreaterThan(2);
});
