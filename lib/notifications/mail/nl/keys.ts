import "server-only";
import { formatDate, formatUtc } from "@/lib/core/format";
import { tenantUrl } from "@/lib/tenancy/hosts";
import type { KeyMail, MailTexts } from "../schema";

const date = (iso: string) => formatDate(iso, "nl");
const moment = (iso: string) => formatUtc(iso, "nl");

/** Dutch texts about API keys. */
export const keyMails: Pick<MailTexts, KeyMail> = {
  api_key_created: ({ tenantName, keyName, createdBy, slug }) => ({
    subject: `Nieuwe API-sleutel in ${tenantName}`,
    title: "Er is een nieuwe API-sleutel",
    lines: [`${createdBy} heeft de API-sleutel “${keyName}” gemaakt in ${tenantName}.`],
    action: { label: "API-sleutels bekijken", url: tenantUrl(slug, "/settings/api-keys") },
    note: "Herken je deze sleutel niet? Trek hem dan meteen in.",
  }),
  api_key_ending: ({ tenantName, keyName, slug, endsAt }) => ({
    subject: `API-sleutel “${keyName}” vervalt op ${date(endsAt)}`,
    title: "Een API-sleutel vervalt binnenkort",
    lines: [
      `Je API-sleutel “${keyName}” in ${tenantName} werkt niet meer vanaf ${moment(endsAt)}.`,
      "Vernieuw hem en je krijgt een nieuwe sleutel; de oude werkt er nog een dag naast, zodat niets stil hoeft te vallen.",
    ],
    action: { label: "API-sleutels bekijken", url: tenantUrl(slug, "/settings/api-keys") },
    note: "Gebruikt niets deze sleutel meer? Dan hoef je niets te doen.",
  }),
  api_key_expired: ({ tenantName, keyName, slug, endsAt }) => ({
    subject: `API-sleutel “${keyName}” is vervallen`,
    title: "Een API-sleutel is vervallen",
    lines: [
      `Je API-sleutel “${keyName}” in ${tenantName} werkt niet meer sinds ${moment(endsAt)}. Programma's die hem nog gebruiken, krijgen 401 als antwoord.`,
    ],
    action: { label: "API-sleutels bekijken", url: tenantUrl(slug, "/settings/api-keys") },
    note: "Gebruikt niets deze sleutel meer? Dan hoef je niets te doen.",
  }),
  api_key_leaked: ({ tenantName, keyName, slug }) => ({
    subject: `Een gelekte API-sleutel van ${tenantName} is ingetrokken`,
    title: "Een API-sleutel lag op straat",
    lines: [
      `Iemand heeft de API-sleutel “${keyName}” van ${tenantName} gemeld. Hij werkt niet meer, net als alle sleutels die door vernieuwen uit hem zijn ontstaan.`,
      "Programma's die hem gebruikten, krijgen 401 als antwoord. Kijk op de verbruikspagina naar aanroepen die je niet kent en maak daarna een nieuwe sleutel.",
    ],
    action: { label: "API-sleutels bekijken", url: tenantUrl(slug, "/settings/api-keys") },
    note: "Alleen wie de hele sleutel heeft, kan hem melden.",
  }),
};
