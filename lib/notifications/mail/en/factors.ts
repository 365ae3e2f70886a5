import "server-only";
import { rootUrl } from "@/lib/tenancy/hosts";
import type { FactorMail, MailTexts } from "../schema";

const NOT_YOU =
  "If this was not you, reset your password now, then check two-step sign-in and your sessions under Profile.";
const reset = () => ({ label: "Reset password", url: rootUrl("/reset-password") });

/** English texts about second factors. */
export const factorMails: Pick<MailTexts, FactorMail> = {
  two_step_on: () => ({
    subject: "Two-step sign-in: authenticator app connected",
    title: "An authenticator app was connected",
    lines: [
      "From now on, signing in asks for a second step. Keep your recovery codes where you can find them.",
    ],
    note: NOT_YOU,
  }),
  two_step_off: () => ({
    subject: "Two-step sign-in is off",
    title: "Two-step sign-in is off",
    lines: [
      "The last second step of your account was removed. Your recovery codes and trusted devices no longer work.",
    ],
    action: reset(),
    note: NOT_YOU,
  }),
  two_step_reset: ({ by, tenantName }) => ({
    subject: "Your two-step sign-in was reset",
    title: "Your two-step sign-in was reset",
    lines: [
      tenantName === null
        ? `${by} of Atrium removed your second step, with its recovery codes and trusted devices.`
        : `${by} of ${tenantName} removed your second step, with its recovery codes and trusted devices.`,
      "You are signed out everywhere. Sign in and set two-step sign-in up again under Profile.",
    ],
    action: { label: "Sign in", url: rootUrl("/sign-in") },
    note: "If you did not ask for this, tell your workspace's admin at once and reset your password.",
  }),
  two_step_reset_link: ({ url }) => ({
    subject: "Confirm that you lost your second step",
    title: "Lost your second step?",
    lines: [
      "Somebody with your password said that they cannot take the second step. If that is you, confirm it, and an admin is asked to reset it.",
      "The link works once, for 30 minutes.",
    ],
    action: { label: "Ask for a reset", url },
    note: "If this was not you, do not confirm: somebody knows your password. Reset it now.",
  }),
  two_step_reset_asked: ({ name, email, tenantName, url }) => ({
    subject: `${name} asks for a reset of two-step sign-in`,
    title: `${name} cannot sign in`,
    lines: [
      tenantName === null
        ? `${name} (${email}) lost their second step and asks for a reset. No single workspace's admin may do that, so it is yours to do.`
        : `${name} (${email}), a member of ${tenantName}, lost their second step and asks an admin to reset it.`,
      "Make sure that it is them before you do: call them, or ask in person.",
    ],
    action: { label: tenantName === null ? "Open back-office" : "Open members", url },
    note: "You receive this mail because you may reset it.",
  }),
  authenticator_removed: () => ({
    subject: "Authenticator app disconnected",
    title: "Your authenticator app was disconnected",
    lines: ["Two-step sign-in stays on: your passkeys remain."],
    note: NOT_YOU,
  }),
  passkey_added: ({ name }) => ({
    subject: "A passkey was added to your account",
    title: "A passkey was added",
    lines: [`The passkey “${name}” can sign in to your account from now on.`],
    note: NOT_YOU,
  }),
  passkey_removed: ({ name }) => ({
    subject: "A passkey was removed from your account",
    title: "A passkey was removed",
    lines: [`The passkey “${name}” no longer signs in to your account.`],
    note: NOT_YOU,
  }),
  recovery_code_used: ({ left }) => ({
    subject: "A recovery code was used",
    title: "Signed in with a recovery code",
    lines: [
      left === 0
        ? "That was your last one. Make new codes under Profile today."
        : `You have ${left} left. Make new codes under Profile when they run out.`,
    ],
    action: reset(),
    note: NOT_YOU,
  }),
  recovery_codes_renewed: () => ({
    subject: "New recovery codes were made",
    title: "New recovery codes were made",
    lines: ["Ten new codes were made for your account. The ones before no longer work."],
    note: NOT_YOU,
  }),
};
