import "server-only";
import { formatDate } from "@/lib/core/format";
import { tenantUrl } from "@/lib/tenancy/hosts";
import type { MailTexts, SsoMail } from "../schema";

const date = (iso: string) => formatDate(iso, "nl");

/** Dutch texts about a workspace's single sign-on. */
export const ssoMails: Pick<MailTexts, SsoMail> = {
  break_glass_used: ({ tenantName, person, slug }) => ({
    subject: `${person} heeft bij ${tenantName} ingelogd zonder single sign-on`,
    title: "De noodeigenaar heeft ingelogd",
    lines: [
      `${person} heeft bij ${tenantName} ingelogd met een wachtwoord en een tweede stap, terwijl single sign-on verplicht is.`,
      "Daar is de noodeigenaar voor, als je identiteitsprovider niet antwoordt.",
    ],
    action: { label: "Single sign-on bekijken", url: tenantUrl(slug, "/settings/single-sign-on") },
    note: "Je krijgt deze mail omdat je deze werkruimte beheert. Was dit niet nodig, kijk er dan nu naar.",
  }),
  sso_certificate_expiring: ({ tenantName, connection, days, expiresAt, slug }) => ({
    subject: `Het certificaat van ${connection} verloopt ${days <= 1 ? "morgen" : `over ${days} dagen`}`,
    title: "Een certificaat voor single sign-on verloopt",
    lines: [
      `Het certificaat waarmee ${connection} zijn antwoorden ondertekent, verloopt op ${date(expiresAt)}. Daarna kan niemand daarmee nog inloggen bij ${tenantName}.`,
      "Vraag je identiteitsprovider om het nieuwe certificaat en voeg het toe voordat het oude verloopt.",
    ],
    action: { label: "Certificaat vernieuwen", url: tenantUrl(slug, "/settings/single-sign-on") },
    note: "Je krijgt deze mail omdat je deze werkruimte beheert.",
  }),
  sso_domain_failing: ({ tenantName, domain, slug, dropAt }) => ({
    subject: `Het DNS-record van ${domain} is weg`,
    title: `${domain} heeft zijn DNS-record terug nodig`,
    lines: [
      `Het TXT-record dat ${domain} bewijst voor single sign-on van ${tenantName} is niet meer te vinden. Mensen met zo'n adres kunnen nog inloggen tot ${date(dropAt)}.`,
    ],
    action: { label: "Single sign-on bekijken", url: tenantUrl(slug, "/settings/single-sign-on") },
    note: "Je krijgt deze mail omdat je deze werkruimte beheert.",
  }),
  sso_domain_dropped: ({ tenantName, domain, slug }) => ({
    subject: `${domain} leidt niet meer naar single sign-on`,
    title: `${domain} is niet meer bewezen`,
    lines: [
      `Het TXT-record van ${domain} bleef weg, dus adressen van dat domein leiden niet meer naar single sign-on van ${tenantName}. Wie er eerder mee inlogde, kan dat nog op de eigen inlogpagina van de werkruimte.`,
    ],
    action: { label: "Opnieuw verifiëren", url: tenantUrl(slug, "/settings/single-sign-on") },
    note: "Je krijgt deze mail omdat je deze werkruimte beheert.",
  }),
};
