import "server-only";
import { formatUtc } from "@/lib/core/format";
import { rootUrl } from "@/lib/tenancy/hosts";
import type { MailTexts, SignInMail } from "./schema";

const moment = (iso: string) => formatUtc(iso, "en");

/** English texts about signing in. */
export const signInMails: Pick<MailTexts, SignInMail> = {
  account_locked: () => ({
    subject: "Signing in to your Atrium account is paused",
    title: "Too many wrong passwords",
    lines: [
      "Somebody, perhaps you, tried wrong passwords for your account several times. From where that happened, signing in is paused for a while.",
      "Browsers in which you have signed in before still work. To sign in from another one at once, ask for an unlock link.",
    ],
    action: { label: "Ask for an unlock link", url: rootUrl("/unlock") },
    note: "If it was not you, your password has not been found out: nothing was opened. You need to do nothing.",
  }),
  unlock: ({ url }) => ({
    subject: "Unlock signing in to Atrium",
    title: "Unlock signing in",
    lines: ["You asked to sign in again at once. The link works once, for 30 minutes."],
    action: { label: "Unlock", url },
    note: "If you did not ask for this, ignore this mail. The link signs nobody in.",
  }),
  new_sign_in: ({ browser, system, ip, signedInAt, url }) => ({
    subject: "New sign-in to your Atrium account",
    title: "Was this you?",
    lines: [
      `Somebody signed in to your account from a browser that it did not know: ${moment(signedInAt)}, ${
        browser && system ? `${browser} on ${system}` : "unknown device"
      }, address ${ip ?? "unknown"}.`,
      "If it was you, you need to do nothing.",
    ],
    action: { label: "This was not me", url },
    note: "The button ends that session and lets you choose a new password. It works once, for 7 days.",
  }),
};
