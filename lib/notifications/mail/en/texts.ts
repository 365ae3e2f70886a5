import "server-only";
import { formatDate, formatUtc } from "@/lib/core/format";
import { adminUrl, rootUrl, tenantUrl } from "@/lib/tenancy/hosts";
import type { MailTexts, PolicySection } from "../schema";
import { factorMails } from "./factors";
import { keyMails } from "./keys";
import { memberMails } from "./members";
import { signInMails } from "./sign-in";
import { ssoMails } from "./sso";
import { supportMails } from "./support";

const ACCOUNT = "You receive this mail because of your Atrium account.";
const NOT_YOU = "If this was not you, reset your password now and check your sessions under Profile.";

const date = (iso: string) => formatDate(iso, "en");
const moment = (iso: string) => formatUtc(iso, "en");

const SECTIONS: Record<PolicySection, string> = {
  mfa: "two-step sign-in",
  sso: "single sign-on",
  session: "session limits",
  password: "password length",
  email_domains: "e-mail domains",
  ip_allowlist: "IP allowlist",
  api_keys: "life of API keys",
  support: "access of Atrium support",
};

/** English texts. */
export const en: MailTexts = {
  sign_up_code: ({ code, minutes }) => ({
    subject: `${code} is your Atrium code`,
    title: "Confirm your e-mail address",
    lines: [`Enter this code to finish signing up. It works for ${minutes} minutes.`],
    code,
    note: "Never share this code: we will not ask you for it. If you did not sign up, you can ignore this mail.",
  }),
  account_exists: () => ({
    subject: "You already have an Atrium account",
    title: "You already have an account",
    lines: [
      "Somebody, probably you, tried to sign up with this e-mail address. It already has an account.",
      "Sign in with your password, or choose a new one if you no longer know it.",
    ],
    action: { label: "Sign in", url: rootUrl("/sign-in") },
    note: "If it was not you, nothing has changed and you can ignore this mail.",
  }),
  password_reset: ({ url }) => ({
    subject: "Choose a new Atrium password",
    title: "Choose a new password",
    lines: ["You asked for a new password. The link works once, for 30 minutes."],
    action: { label: "Choose a new password", url },
    note: "If you did not ask for this, ignore this mail: your password stays as it is.",
  }),
  password_changed: () => ({
    subject: "Your Atrium password was changed",
    title: "Your password was changed",
    lines: ["The password of your account was changed a moment ago. Other devices have been signed out."],
    action: { label: "Reset password", url: rootUrl("/reset-password") },
    note: NOT_YOU,
  }),
  ...factorMails,
  ...signInMails,
  ...ssoMails,
  welcome: ({ tenantName, slug }) => ({
    subject: `${tenantName} is ready`,
    title: `${tenantName} is ready`,
    lines: [
      "Your workspace has been set up. A good start: invite a colleague, add a first agent and create an API key.",
      `You find it at ${tenantUrl(slug)}`,
    ],
    action: { label: "Open workspace", url: tenantUrl(slug) },
    note: ACCOUNT,
  }),
  ...memberMails,
  tenant_suspended: ({ tenantName, reason }) => ({
    subject: `${tenantName} has been suspended`,
    title: `${tenantName} has been suspended`,
    lines: [
      "The portal and the API of this workspace are closed for now. Nothing has been deleted.",
      `Reason: ${reason}`,
    ],
    note: "Reply to this mail if you think that this is a mistake.",
  }),
  tenant_reactivated: ({ tenantName, slug }) => ({
    subject: `${tenantName} is open again`,
    title: `${tenantName} is open again`,
    lines: ["The suspension has been lifted. The portal and the API work again."],
    action: { label: "Open workspace", url: tenantUrl(slug) },
    note: ACCOUNT,
  }),
  tenant_deletion_scheduled: ({ tenantName, deleteAfter }) => ({
    subject: `${tenantName} will be deleted on ${date(deleteAfter)}`,
    title: `${tenantName} will be deleted`,
    lines: [
      `The workspace is closed and will be deleted for good on ${date(deleteAfter)}.`,
      "Until then an owner can bring it back, with everything in it.",
    ],
    action: { label: "View workspaces", url: rootUrl("/workspaces") },
    note: ACCOUNT,
  }),
  tenant_restored: ({ tenantName, slug }) => ({
    subject: `${tenantName} will not be deleted`,
    title: `${tenantName} is back`,
    lines: ["The deletion was called off. The portal and the API work again."],
    action: { label: "Open workspace", url: tenantUrl(slug) },
    note: ACCOUNT,
  }),
  tenant_under_review: ({ tenantName }) => ({
    subject: `We review ${tenantName}`,
    title: "We review your workspace",
    lines: [
      `Thank you for your request. A person looks at every new workspace before ${tenantName} is set up.`,
      "You get a mail as soon as there is a decision, or when we have a question. Your address is kept for you until then.",
    ],
    action: { label: "View your request", url: rootUrl("/onboarding/provisioning") },
    note: ACCOUNT,
  }),
  tenant_info_requested: ({ tenantName, question }) => ({
    subject: `A question about ${tenantName}`,
    title: "We have a question about your workspace",
    lines: [question, "Answer on the page of your request; we continue after that."],
    action: { label: "Answer", url: rootUrl("/onboarding/provisioning") },
    note: ACCOUNT,
  }),
  requests_waiting: ({ count, names }) => ({
    subject: count === 1 ? `${names[0]} waits for approval` : `${count} workspaces wait for approval`,
    title: count === 1 ? "A request waits for you" : "Requests wait for you",
    lines: [
      `New in the approval queue: ${names.join(", ")}${count > names.length ? ` and ${count - names.length} more` : ""}.`,
      "The applicants have been told that a person looks at their request.",
    ],
    action: { label: "Open the queue", url: adminUrl("/approvals") },
    note: "You get this because you are a super admin, at most once in 15 minutes.",
  }),
  tenant_rejected: ({ tenantName, reason }) => ({
    subject: `${tenantName} was not approved`,
    title: "Your workspace was not approved",
    lines: [
      `We have looked at your request for ${tenantName} and do not set it up.`,
      `Reason: ${reason}`,
      "Nothing has been made or charged, and the address is free again.",
    ],
    action: { label: "View your request", url: rootUrl("/onboarding/provisioning") },
    note: "Reply to this mail if you think that this is a mistake.",
  }),
  export_ready: ({ tenantName, slug, expiresAt }) => ({
    subject: `The export of ${tenantName} is ready`,
    title: "Your export is ready",
    lines: [
      `Everything that ${tenantName} holds is in one file. It can be fetched until ${date(expiresAt)}, by people who may export.`,
    ],
    action: { label: "Fetch the file", url: tenantUrl(slug, "/settings/exports") },
    note: "If you did not ask for this, tell an admin of the workspace.",
  }),
  tenants_parked: ({ names, count }) => ({
    subject: count === 1 ? `${names} is now read-only` : `${count} workspaces are now read-only`,
    title: "Your plan has no room for all your workspaces",
    lines: [
      `Parked: ${names}. They can be read and exported, and nothing in them has been deleted.`,
      "You choose which workspaces stay open. A bigger plan opens them all again.",
    ],
    action: { label: "Choose workspaces", url: rootUrl("/workspaces/keep") },
    note: ACCOUNT,
  }),
  plan_changed: ({ tenantName, planName }) => ({
    subject: `Your plan is now ${planName}`,
    title: `Your plan is now ${planName}`,
    lines: [
      tenantName
        ? `${tenantName} now has everything that ${planName} includes. The limits apply at once.`
        : `Your account now has everything that ${planName} includes. The limits apply at once.`,
    ],
    note: ACCOUNT,
  }),
  cancel_scheduled: ({ planName, endsAt }) => ({
    subject: `${planName} ends on ${date(endsAt)}`,
    title: "Your cancellation is confirmed",
    lines: [
      `${planName} stays active until ${date(endsAt)} (UTC). After that your account continues on Free.`,
      "What is over the limits of Free becomes read-only; nothing is deleted. You can resume until that day under Billing.",
    ],
    note: ACCOUNT,
  }),
  payment_failed: ({ planName }) => ({
    subject: "Your payment did not go through",
    title: "Your payment did not go through",
    lines: [
      `We could not collect the payment for ${planName}. Update your payment method under Billing: we try again after that.`,
      "Everything keeps working for 7 days. After that your workspaces become read-only.",
    ],
    action: { label: "Go to your workspaces", url: rootUrl("/workspaces") },
    note: ACCOUNT,
  }),
  security_policy_changed: ({ tenantName, changedBy, sections, slug }) => ({
    subject: `Security policy of ${tenantName} changed`,
    title: "The security policy has changed",
    lines: [
      `${changedBy} changed the security policy of ${tenantName}: ${sections.map((key) => SECTIONS[key]).join(", ")}.`,
      "The change applies already. The audit log shows what it was before.",
    ],
    action: { label: "View security policy", url: tenantUrl(slug, "/settings/security") },
    note: "You get this mail because you administer this workspace. If you did not expect the change, look at it now.",
  }),
  domain_failing: ({ hostname, slug, dropAt }) => ({
    subject: `The DNS record of ${hostname} is gone`,
    title: `${hostname} needs its DNS record back`,
    lines: [
      `We no longer find the TXT record that proves ${hostname} is yours. The portal keeps answering there until ${moment(dropAt)}.`,
      "Put the record back and check the domain again. Until then nothing changes for your people.",
    ],
    action: { label: "View domains", url: tenantUrl(slug, "/settings/domains") },
    note: ACCOUNT,
  }),
  domain_dropped: ({ hostname, tenantName, slug }) => ({
    subject: `${hostname} no longer leads to ${tenantName}`,
    title: `${hostname} is no longer served`,
    lines: [
      `The TXT record of ${hostname} stayed away, so ${tenantName} no longer answers there. Its Atrium address works as before.`,
    ],
    action: { label: "View domains", url: tenantUrl(slug, "/settings/domains") },
    note: ACCOUNT,
  }),
  ...keyMails,
  ...supportMails,
};
