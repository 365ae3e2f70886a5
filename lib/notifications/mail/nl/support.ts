import "server-only";
import { tenantUrl } from "@/lib/tenancy/hosts";
import type { MailTexts, SupportMail } from "../schema";

const NOTE = "Je krijgt deze mail omdat je deze werkruimte beheert.";

/** Dutch texts about our support's access. */
export const supportMails: Pick<MailTexts, SupportMail> = {
  support_session_started: ({ tenantName, staffName, memberName, reason, ticket, canChange, slug }) => ({
    subject: `Atrium-ondersteuning heeft ${tenantName} geopend`,
    title: "Atrium-ondersteuning is in je werkruimte",
    lines: [
      `${staffName} van Atrium-ondersteuning ziet ${tenantName} zoals ${memberName} die ziet, hooguit 30 minuten en ${canChange ? "met wijzigingen, zoals een beheerder goedvond" : "zonder iets te wijzigen"}.`,
      `Reden: ${reason}`,
      `Ticket: ${ticket}`,
      "Wachtwoorden, sleutels, rollen, beveiliging, facturering, exports en verwijderen zijn verboden terrein. Je kunt de sessie op elk moment beëindigen.",
    ],
    action: { label: "Toegang van ondersteuning bekijken", url: tenantUrl(slug, "/settings/support") },
    note: NOTE,
  }),
  support_access_requested: ({ tenantName, staffName, memberName, reason, ticket, canChange, slug }) => ({
    subject: `Atrium-ondersteuning vraagt toegang tot ${tenantName}`,
    title: "Atrium-ondersteuning vraagt toegang",
    lines: [
      `${staffName} van Atrium-ondersteuning vraagt om ${tenantName} te zien zoals ${memberName} die ziet, één keer, hooguit 30 minuten en ${canChange ? "met wijzigingen" : "zonder iets te wijzigen"}.`,
      `Reden: ${reason}`,
      `Ticket: ${ticket}`,
      "Er gebeurt niets totdat een beheerder akkoord gaat. Zonder antwoord vervalt de aanvraag na drie dagen.",
    ],
    action: { label: "Aanvraag beantwoorden", url: tenantUrl(slug, "/settings/support") },
    note: NOTE,
  }),
};
