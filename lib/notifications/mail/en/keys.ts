import "server-only";
import { formatDate, formatUtc } from "@/lib/core/format";
import { tenantUrl } from "@/lib/tenancy/hosts";
import type { KeyMail, MailTexts } from "../schema";

const date = (iso: string) => formatDate(iso, "en");
const moment = (iso: string) => formatUtc(iso, "en");

/** English texts about API keys. */
export const keyMails: Pick<MailTexts, KeyMail> = {
  api_key_created: ({ tenantName, keyName, createdBy, slug }) => ({
    subject: `New API key in ${tenantName}`,
    title: "A new API key was created",
    lines: [`${createdBy} created the API key “${keyName}” in ${tenantName}.`],
    action: { label: "View API keys", url: tenantUrl(slug, "/settings/api-keys") },
    note: "If you do not recognise this key, revoke it now.",
  }),
  api_key_ending: ({ tenantName, keyName, slug, endsAt }) => ({
    subject: `API key “${keyName}” ends on ${date(endsAt)}`,
    title: "An API key ends soon",
    lines: [
      `Your API key “${keyName}” in ${tenantName} stops working on ${moment(endsAt)}.`,
      "Rotate it to get a new key; the old one goes on beside it for a day, so that nothing has to stop.",
    ],
    action: { label: "View API keys", url: tenantUrl(slug, "/settings/api-keys") },
    note: "If nothing uses this key any more, you need not do anything.",
  }),
  api_key_expired: ({ tenantName, keyName, slug, endsAt }) => ({
    subject: `API key “${keyName}” has ended`,
    title: "An API key has ended",
    lines: [
      `Your API key “${keyName}” in ${tenantName} stopped working on ${moment(endsAt)}. Programs that still use it are answered 401.`,
    ],
    action: { label: "View API keys", url: tenantUrl(slug, "/settings/api-keys") },
    note: "If nothing uses this key any more, you need not do anything.",
  }),
  api_key_leaked: ({ tenantName, keyName, slug }) => ({
    subject: `A leaked API key of ${tenantName} was revoked`,
    title: "An API key was found in the open",
    lines: [
      `Somebody reported the API key “${keyName}” of ${tenantName}. It no longer works, nor does any key that a rotation made from it.`,
      "Programs that used it are answered 401. Look at the usage page for calls that you do not know, then create a new key.",
    ],
    action: { label: "View API keys", url: tenantUrl(slug, "/settings/api-keys") },
    note: "Only somebody who has the whole key can report it.",
  }),
};
