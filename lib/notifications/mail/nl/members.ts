import "server-only";
import { formatUtc } from "@/lib/core/format";
import { tenantUrl } from "@/lib/tenancy/hosts";
import type { MailTexts, MemberMail } from "../schema";

const UNEXPECTED = "Verwachtte je deze mail niet? Dan kun je hem negeren.";
const ACCOUNT = "Je krijgt deze mail omdat je een account bij Atrium hebt.";

const moment = (iso: string) => formatUtc(iso, "nl");

/** Dutch texts about invitations, members and their access. */
export const memberMails: Pick<MailTexts, MemberMail> = {
  invitation: ({ inviterName, tenantName, roleName, url, expiresAt }) => ({
    subject: `${inviterName} nodigt je uit voor ${tenantName}`,
    title: `Werk mee in ${tenantName}`,
    lines: [
      `${inviterName} nodigt je uit voor de werkruimte ${tenantName} op Atrium, met de rol ${roleName}.`,
      `De uitnodiging is geldig tot ${moment(expiresAt)}.`,
    ],
    action: { label: "Uitnodiging bekijken", url },
    note: UNEXPECTED,
  }),
  invitation_accepted: ({ name, tenantName, slug }) => ({
    subject: `${name} doet mee in ${tenantName}`,
    title: `${name} doet mee in ${tenantName}`,
    lines: [`${name} heeft je uitnodiging geaccepteerd en is nu lid van ${tenantName}.`],
    action: { label: "Leden bekijken", url: tenantUrl(slug, "/members") },
    note: ACCOUNT,
  }),
  membership_requested: ({ name, email, tenantName, note, slug }) => ({
    subject: `${name} wil meedoen in ${tenantName}`,
    title: `${name} wil meedoen in ${tenantName}`,
    lines: [
      `${name} (${email}) heeft een bevestigd adres in een domein van ${tenantName} en vraagt om mee te doen.`,
      ...(note ? [`Bericht: ${note}`] : []),
      "Laat alleen mensen toe die je kent.",
    ],
    action: { label: "Verzoek bekijken", url: tenantUrl(slug, "/members/requests") },
    note: ACCOUNT,
  }),
  membership_decided: ({ tenantName, roleName, slug }) => ({
    subject: roleName ? `Je bent lid van ${tenantName}` : `Je verzoek aan ${tenantName}`,
    title: roleName ? `Welkom bij ${tenantName}` : `${tenantName} heeft je verzoek afgewezen`,
    lines: [
      roleName
        ? `Een beheerder heeft je toegelaten met de rol ${roleName}.`
        : "Een beheerder heeft je verzoek om mee te doen afgewezen. Klopt dat niet, vraag het dan zelf na.",
    ],
    ...(roleName && { action: { label: "Werkruimte openen", url: tenantUrl(slug) } }),
    note: ACCOUNT,
  }),
  invitation_bounced: ({ email, tenantName, slug }) => ({
    subject: `De uitnodiging aan ${email} kon niet worden bezorgd`,
    title: "Een uitnodiging kon niet worden bezorgd",
    lines: [
      `De mailserver van ${email} neemt de uitnodiging voor ${tenantName} niet aan. De link erin werkt niet meer.`,
      "Controleer het adres en nodig de persoon opnieuw uit.",
    ],
    action: { label: "Uitnodigingen bekijken", url: tenantUrl(slug, "/members/invitations") },
    note: ACCOUNT,
  }),
  invitation_requested: ({ email, tenantName, slug }) => ({
    subject: `${email} vraagt om een uitnodiging voor ${tenantName}`,
    title: "Iemand vraagt om een uitnodiging",
    lines: [
      `Iemand opende een uitnodiging voor ${tenantName} die niet meer werkt, en vraagt je om ${email} uit te nodigen.`,
      "Nodig alleen mensen uit die je kent.",
    ],
    action: { label: "Mensen uitnodigen", url: tenantUrl(slug, "/members") },
    note: UNEXPECTED,
  }),
  role_changed: ({ tenantName, roleName, slug }) => ({
    subject: `Je rol in ${tenantName} is nu ${roleName}`,
    title: "Je rol is gewijzigd",
    lines: [`Je rol in ${tenantName} is nu ${roleName}. Dat geldt vanaf je volgende klik.`],
    action: { label: "Werkruimte openen", url: tenantUrl(slug) },
    note: ACCOUNT,
  }),
  access_requested: ({ name, tenantName, subject, note, slug }) => ({
    subject: `${name} vraagt toegang in ${tenantName}`,
    title: `${name} vraagt toegang`,
    lines: [
      `${name} is in ${tenantName} geweigerd omdat ${subject} ontbrak, en vraagt je daarom.`,
      ...(note ? [`Toelichting: ${note}`] : []),
      "Jij beslist: geef een rol, voorgoed of voor een tijdje, of wijs het verzoek af.",
    ],
    action: { label: "Verzoek bekijken", url: tenantUrl(slug, "/members/requests") },
    note: UNEXPECTED,
  }),
  access_decided: ({ tenantName, subject, roleName, endsAt, slug }) => ({
    subject: roleName ? `Je hebt toegang in ${tenantName}` : `Je verzoek in ${tenantName} is afgewezen`,
    title: roleName ? "Je verzoek is ingewilligd" : "Je verzoek is afgewezen",
    lines: roleName
      ? [
          `Je vroeg om ${subject} in ${tenantName} en hebt nu de rol ${roleName}${endsAt ? ` tot ${moment(endsAt)}` : ""}.`,
        ]
      : [`Je vroeg om ${subject} in ${tenantName}. Een beheerder heeft besloten het niet te geven.`],
    action: { label: "Werkruimte openen", url: tenantUrl(slug) },
    note: ACCOUNT,
  }),
  member_removed: ({ tenantName }) => ({
    subject: `Je hebt geen toegang meer tot ${tenantName}`,
    title: `Je hebt geen toegang meer tot ${tenantName}`,
    lines: [
      `Een beheerder heeft je lidmaatschap van ${tenantName} beëindigd. Je account en je andere werkruimten blijven zoals ze zijn.`,
    ],
    note: "Vragen hierover kun je het best stellen aan een beheerder van de werkruimte.",
  }),
};
