import "server-only";
import { countryName } from "@/lib/core/country-name";
import { formatUtc } from "@/lib/core/format";
import type { Place } from "@/lib/core/place";
import { rootUrl } from "@/lib/tenancy/hosts";
import type { MailTexts, SignInMail } from "../schema";

const moment = (iso: string) => formatUtc(iso, "en");
const placeName = (place: Place) => {
  if (place.kind === "country") return countryName(place.country, "en");
  return place.kind === "local" ? "local network" : "unknown place";
};

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
  new_sign_in: ({ browser, system, ip, place, signedInAt, url }) => ({
    subject: "New sign-in to your Atrium account",
    title: "Was this you?",
    lines: [
      `Somebody signed in to your account from a browser that it did not know: ${moment(signedInAt)}, ${
        browser && system ? `${browser} on ${system}` : "unknown device"
      }, address ${ip ?? "unknown"} (${placeName(place)}).`,
      "If it was you, you need to do nothing.",
    ],
    action: { label: "This was not me", url },
    note: "The button ends that session and lets you choose a new password. It works once, for 7 days.",
  }),
  email_change_confirm: ({ url }) => ({
    subject: "Confirm your new e-mail address for Atrium",
    title: "Is this your address?",
    lines: [
      "Somebody asked to sign in to their Atrium account with this address from now on. If it was you, confirm it in the browser in which you are signed in. The link works once, for 24 hours.",
    ],
    action: { label: "Confirm this address", url },
    note: "If you did not ask for this, ignore this mail: nothing changes.",
  }),
  email_change_taken: () => ({
    subject: "Your e-mail address was entered at Atrium",
    title: "You have an account already",
    lines: [
      "Somebody asked to use this address for another Atrium account. It belongs to yours, so nothing was changed.",
      "If it was you: sign in with this address, or remove this account first.",
    ],
    action: { label: "Sign in", url: rootUrl("/sign-in") },
    note: "If it was not you, you need to do nothing.",
  }),
  email_change_asked: ({ newEmail, url }) => ({
    subject: "A new e-mail address was asked for",
    title: "Did you ask for another address?",
    lines: [
      `Somebody who is signed in to your account asked to sign in with ${newEmail} from now on. Until that address is confirmed, nothing changes.`,
      "If it was you, you need to do nothing here.",
    ],
    action: { label: "This was not me", url },
    note: "The button stops the change, ends every session and lets you choose a new password. It works once, for 7 days.",
  }),
  email_changed: ({ newEmail, url }) => ({
    subject: "Your Atrium account has a new e-mail address",
    title: "Your address was changed",
    lines: [
      `From now on you sign in with ${newEmail}. This address gets no more mails about your account, unless it is deleted within 7 days.`,
      "If it was you, you need to do nothing.",
    ],
    action: { label: "Take the change back", url },
    note: "The button restores this address, ends every session and lets you choose a new password. It works once, for 7 days.",
  }),
  email_is_new: () => ({
    subject: "You sign in to Atrium with this address now",
    title: "Your new address works",
    lines: ["From now on you sign in with this address, and mails about your account come here."],
    action: { label: "Open your profile", url: rootUrl("/profile") },
    note: "Invitations that were sent to your old address stay with it: ask for a new one if you still need them.",
  }),
  identity_linked: ({ provider }) => ({
    subject: `${provider} signs you in to Atrium now`,
    title: "A sign-in was connected",
    lines: [`${provider} was connected to your account: whoever signs in there gets into your account.`],
    action: { label: "Open your profile", url: rootUrl("/profile") },
    note: "If it was not you, disconnect it in your profile, end your other sessions and change your password.",
  }),
  identity_unlinked: ({ provider }) => ({
    subject: `${provider} no longer signs you in to Atrium`,
    title: "A sign-in was disconnected",
    lines: [`${provider} was disconnected from your account. Sessions that it opened have ended.`],
    action: { label: "Open your profile", url: rootUrl("/profile") },
    note: "If it was not you, end your other sessions and change your password.",
  }),
  account_deletion_asked: ({ url, deleteAfter }) => ({
    subject: "Your Atrium account will be deleted",
    title: "Your account is closed",
    lines: [
      `Somebody who proved to be you asked to delete your account. Nobody can sign in with it any more, and your API keys have stopped. On ${moment(deleteAfter)} your personal data is erased for good.`,
      "If you want that, you need to do nothing.",
    ],
    action: { label: "Keep my account", url },
    note: "The button works once, until that day. It opens the account again; workspaces that you chose to delete you restore by yourself.",
  }),
  account_deletion_cancelled: () => ({
    subject: "Your Atrium account stays",
    title: "Your account is open again",
    lines: [
      "The deletion of your account was taken back. You can sign in again, and you are a member of your workspaces as before.",
    ],
    action: { label: "Sign in", url: rootUrl("/sign-in") },
    note: "If you did not do this, choose a new password at once.",
  }),
  account_handed_over: ({ accountName, from, to, url }) => ({
    subject: `${to} owns the account ${accountName} now`,
    title: "An account was handed over",
    lines: [
      `${from} handed the account ${accountName} over to ${to}, who now decides about its plan, its invoices and whether its workspaces are deleted.`,
      "Roles within the workspaces have not changed.",
    ],
    action: { label: "Open your profile", url },
    note: "If you did not expect this, talk to each other first. The new owner can hand the account back.",
  }),
  account_erased: () => ({
    subject: "Your Atrium account is deleted",
    title: "Your account is gone",
    lines: [
      "Your personal data has been erased. In the logs of workspaces a pseudonym stands where your name stood; invoices are kept for as long as the law asks.",
    ],
    note: "This is the last mail about your account.",
  }),
};
