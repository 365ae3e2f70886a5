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

const ACCOUNT = "Je krijgt deze mail omdat je een account bij Atrium hebt.";
const NOT_YOU =
  "Was jij dit niet? Stel dan meteen een nieuw wachtwoord in en controleer je sessies onder Profiel.";

const date = (iso: string) => formatDate(iso, "nl");
const moment = (iso: string) => formatUtc(iso, "nl");

const SECTIONS: Record<PolicySection, string> = {
  mfa: "tweestapsverificatie",
  sso: "single sign-on",
  session: "sessieduur",
  password: "wachtwoordlengte",
  email_domains: "e-maildomeinen",
  ip_allowlist: "IP-adressen",
  api_keys: "levensduur van API-sleutels",
  support: "toegang van Atrium-ondersteuning",
};

/** Dutch texts. */
export const nl: MailTexts = {
  sign_up_code: ({ code, minutes }) => ({
    subject: `${code} is je code voor Atrium`,
    title: "Bevestig je e-mailadres",
    lines: [`Vul deze code in om je aanmelding af te ronden. De code is ${minutes} minuten geldig.`],
    code,
    note: "Deel deze code met niemand: wij vragen er nooit om. Heb je je niet aangemeld? Dan kun je deze mail negeren.",
  }),
  account_exists: () => ({
    subject: "Je hebt al een account bij Atrium",
    title: "Je hebt al een account",
    lines: [
      "Iemand, waarschijnlijk jijzelf, wilde zich aanmelden met dit e-mailadres. Er is al een account mee.",
      "Log in met je wachtwoord, of kies een nieuw wachtwoord als je het niet meer weet.",
    ],
    action: { label: "Inloggen", url: rootUrl("/sign-in") },
    note: "Was jij dit niet? Dan is er niets veranderd en kun je deze mail negeren.",
  }),
  password_reset: ({ url }) => ({
    subject: "Kies een nieuw wachtwoord voor Atrium",
    title: "Kies een nieuw wachtwoord",
    lines: ["Je vroeg om een nieuw wachtwoord. De link werkt één keer en is 30 minuten geldig."],
    action: { label: "Nieuw wachtwoord kiezen", url },
    note: "Heb je hier niet om gevraagd? Negeer deze mail: je wachtwoord blijft zoals het is.",
  }),
  password_changed: () => ({
    subject: "Je wachtwoord voor Atrium is gewijzigd",
    title: "Je wachtwoord is gewijzigd",
    lines: ["Het wachtwoord van je account is zojuist gewijzigd. Andere apparaten zijn uitgelogd."],
    action: { label: "Wachtwoord opnieuw instellen", url: rootUrl("/reset-password") },
    note: NOT_YOU,
  }),
  ...factorMails,
  ...signInMails,
  ...ssoMails,
  welcome: ({ tenantName, slug }) => ({
    subject: `${tenantName} staat klaar`,
    title: `${tenantName} staat klaar`,
    lines: [
      "Je werkruimte is ingericht. Een goed begin: nodig een collega uit, voeg een eerste agent toe en maak een API-sleutel.",
      `Je vindt je werkruimte op ${tenantUrl(slug)}`,
    ],
    action: { label: "Werkruimte openen", url: tenantUrl(slug) },
    note: ACCOUNT,
  }),
  ...memberMails,
  tenant_suspended: ({ tenantName, reason }) => ({
    subject: `${tenantName} is geblokkeerd`,
    title: `${tenantName} is geblokkeerd`,
    lines: [
      "Het portaal en de API van deze werkruimte zijn voorlopig gesloten. Er is niets verwijderd.",
      `Reden: ${reason}`,
    ],
    note: "Denk je dat dit een vergissing is? Beantwoord dan deze mail.",
  }),
  tenant_reactivated: ({ tenantName, slug }) => ({
    subject: `${tenantName} is weer open`,
    title: `${tenantName} is weer open`,
    lines: ["De blokkade is opgeheven. Het portaal en de API werken weer."],
    action: { label: "Werkruimte openen", url: tenantUrl(slug) },
    note: ACCOUNT,
  }),
  tenant_deletion_scheduled: ({ tenantName, deleteAfter }) => ({
    subject: `${tenantName} wordt op ${date(deleteAfter)} verwijderd`,
    title: `${tenantName} wordt verwijderd`,
    lines: [
      `De werkruimte is gesloten en wordt op ${date(deleteAfter)} definitief verwijderd.`,
      "Tot die dag kan een eigenaar de werkruimte terughalen, met alles erin.",
    ],
    action: { label: "Werkruimten bekijken", url: rootUrl("/workspaces") },
    note: ACCOUNT,
  }),
  tenant_restored: ({ tenantName, slug }) => ({
    subject: `${tenantName} wordt niet verwijderd`,
    title: `${tenantName} is terug`,
    lines: ["De verwijdering is geannuleerd. Het portaal en de API werken weer."],
    action: { label: "Werkruimte openen", url: tenantUrl(slug) },
    note: ACCOUNT,
  }),
  tenant_under_review: ({ tenantName }) => ({
    subject: `We beoordelen ${tenantName}`,
    title: "We beoordelen je werkruimte",
    lines: [
      `Bedankt voor je aanvraag. Iemand van ons bekijkt elke nieuwe werkruimte voordat we ${tenantName} inrichten.`,
      "Je krijgt een mail zodra er een besluit is, of als we een vraag hebben. Tot die tijd houden we je adres vast.",
    ],
    action: { label: "Aanvraag bekijken", url: rootUrl("/onboarding/provisioning") },
    note: ACCOUNT,
  }),
  tenant_info_requested: ({ tenantName, question }) => ({
    subject: `Een vraag over ${tenantName}`,
    title: "We hebben een vraag over je werkruimte",
    lines: [question, "Antwoord op de pagina van je aanvraag; daarna gaan we verder."],
    action: { label: "Antwoorden", url: rootUrl("/onboarding/provisioning") },
    note: ACCOUNT,
  }),
  requests_waiting: ({ count, names }) => ({
    subject: count === 1 ? `${names[0]} wacht op goedkeuring` : `${count} werkruimten wachten op goedkeuring`,
    title: count === 1 ? "Er wacht een aanvraag op je" : "Er wachten aanvragen op je",
    lines: [
      `Nieuw bij Goedkeuringen: ${names.join(", ")}${count > names.length ? ` en nog ${count - names.length}` : ""}.`,
      "De aanvragers weten dat iemand hun aanvraag bekijkt.",
    ],
    action: { label: "Goedkeuringen openen", url: adminUrl("/approvals") },
    note: "Je krijgt dit omdat je superbeheerder bent, hoogstens eens per 15 minuten.",
  }),
  tenant_rejected: ({ tenantName, reason }) => ({
    subject: `${tenantName} is niet goedgekeurd`,
    title: "Je werkruimte is niet goedgekeurd",
    lines: [
      `We hebben je aanvraag voor ${tenantName} bekeken en richten de werkruimte niet in.`,
      `Reden: ${reason}`,
      "Er is niets gemaakt of in rekening gebracht, en het adres is weer vrij.",
    ],
    action: { label: "Aanvraag bekijken", url: rootUrl("/onboarding/provisioning") },
    note: "Beantwoord deze mail als je denkt dat dit een vergissing is.",
  }),
  export_ready: ({ tenantName, slug, expiresAt }) => ({
    subject: `De export van ${tenantName} is klaar`,
    title: "Je export is klaar",
    lines: [
      `Alles wat ${tenantName} bevat staat in één bestand. Wie mag exporteren kan het ophalen tot ${date(expiresAt)}.`,
    ],
    action: { label: "Bestand ophalen", url: tenantUrl(slug, "/settings/exports") },
    note: "Heb je hier niet om gevraagd? Laat het een beheerder van de werkruimte weten.",
  }),
  tenants_parked: ({ names, count }) => ({
    subject: count === 1 ? `${names} is nu alleen te lezen` : `${count} werkruimten zijn nu alleen te lezen`,
    title: "Je abonnement heeft geen plaats voor al je werkruimten",
    lines: [
      `Geparkeerd: ${names}. Je kunt ze lezen en exporteren; er is niets verwijderd.`,
      "Jij kiest welke werkruimten open blijven. Met een groter abonnement gaan ze allemaal weer open.",
    ],
    action: { label: "Werkruimten kiezen", url: rootUrl("/workspaces/keep") },
    note: ACCOUNT,
  }),
  plan_changed: ({ tenantName, planName }) => ({
    subject: `Je abonnement is nu ${planName}`,
    title: `Je abonnement is nu ${planName}`,
    lines: [
      tenantName
        ? `${tenantName} heeft nu alles wat bij ${planName} hoort. De limieten gelden meteen.`
        : `Je account heeft nu alles wat bij ${planName} hoort. De limieten gelden meteen.`,
    ],
    note: ACCOUNT,
  }),
  cancel_scheduled: ({ planName, endsAt }) => ({
    subject: `${planName} loopt af op ${date(endsAt)}`,
    title: "Je opzegging is bevestigd",
    lines: [
      `${planName} blijft actief tot ${date(endsAt)} (UTC). Daarna gaat je account verder op Free.`,
      "Wat boven de limieten van Free uitkomt, kun je dan alleen nog lezen; er wordt niets verwijderd. Tot die dag kun je de opzegging intrekken onder Facturering.",
    ],
    note: ACCOUNT,
  }),
  payment_failed: ({ planName }) => ({
    subject: "Je betaling is niet gelukt",
    title: "Je betaling is niet gelukt",
    lines: [
      `We konden het bedrag voor ${planName} niet afschrijven. Pas je betaalmethode aan onder Facturering: daarna proberen we het opnieuw.`,
      "Alles blijft nog 7 dagen werken. Daarna kun je in je werkruimten alleen nog lezen.",
    ],
    action: { label: "Naar je werkruimten", url: rootUrl("/workspaces") },
    note: ACCOUNT,
  }),
  security_policy_changed: ({ tenantName, changedBy, sections, slug }) => ({
    subject: `Beveiligingsbeleid van ${tenantName} gewijzigd`,
    title: "Het beveiligingsbeleid is gewijzigd",
    lines: [
      `${changedBy} wijzigde het beveiligingsbeleid van ${tenantName}: ${sections.map((key) => SECTIONS[key]).join(", ")}.`,
      "De wijziging geldt al. In het auditlog staat hoe het eerder was.",
    ],
    action: { label: "Beleid bekijken", url: tenantUrl(slug, "/settings/security") },
    note: "Je krijgt deze mail omdat je deze werkruimte beheert. Verwachtte je dit niet? Bekijk het dan meteen.",
  }),
  domain_failing: ({ hostname, slug, dropAt }) => ({
    subject: `Het DNS-record van ${hostname} is weg`,
    title: `${hostname} heeft zijn DNS-record weer nodig`,
    lines: [
      `We vinden het TXT-record dat bewijst dat ${hostname} van jullie is niet meer. Het portaal blijft daar werken tot ${moment(dropAt)}.`,
      "Zet het record terug en controleer het domein opnieuw. Tot die tijd verandert er niets voor je mensen.",
    ],
    action: { label: "Domeinen bekijken", url: tenantUrl(slug, "/settings/domains") },
    note: ACCOUNT,
  }),
  domain_dropped: ({ hostname, tenantName, slug }) => ({
    subject: `${hostname} leidt niet meer naar ${tenantName}`,
    title: `${hostname} is niet meer in gebruik`,
    lines: [
      `Het TXT-record van ${hostname} bleef weg, dus ${tenantName} werkt daar niet meer. Het Atrium-adres werkt zoals altijd.`,
    ],
    action: { label: "Domeinen bekijken", url: tenantUrl(slug, "/settings/domains") },
    note: ACCOUNT,
  }),
  ...keyMails,
  ...supportMails,
};
