import "server-only";
import { rootUrl } from "@/lib/tenancy/hosts";
import type { FactorMail, MailTexts } from "../schema";

const NOT_YOU =
  "Was jij dit niet? Stel dan nu je wachtwoord opnieuw in en bekijk daarna tweestapsverificatie en je sessies onder Profiel.";
const reset = () => ({ label: "Wachtwoord opnieuw instellen", url: rootUrl("/reset-password") });

/** Dutch texts about second factors. */
export const factorMails: Pick<MailTexts, FactorMail> = {
  two_step_on: () => ({
    subject: "Tweestapsverificatie: authenticator-app gekoppeld",
    title: "Er is een authenticator-app gekoppeld",
    lines: [
      "Vanaf nu vraagt het aanmelden om een tweede stap. Bewaar je herstelcodes op een plek waar je ze terugvindt.",
    ],
    note: NOT_YOU,
  }),
  two_step_off: () => ({
    subject: "Tweestapsverificatie staat uit",
    title: "Tweestapsverificatie staat uit",
    lines: [
      "De laatste tweede stap van je account is verwijderd. Je herstelcodes en vertrouwde apparaten werken niet meer.",
    ],
    action: reset(),
    note: NOT_YOU,
  }),
  two_step_reset: ({ by, tenantName }) => ({
    subject: "Je tweestapsverificatie is gereset",
    title: "Je tweestapsverificatie is gereset",
    lines: [
      tenantName === null
        ? `${by} van Atrium heeft je tweede stap verwijderd, met je herstelcodes en vertrouwde apparaten.`
        : `${by} van ${tenantName} heeft je tweede stap verwijderd, met je herstelcodes en vertrouwde apparaten.`,
      "Je bent overal afgemeld. Meld je aan en stel tweestapsverificatie opnieuw in onder Profiel.",
    ],
    action: { label: "Aanmelden", url: rootUrl("/sign-in") },
    note: "Heb je hier niet om gevraagd? Meld het meteen aan de beheerder van je werkruimte en stel je wachtwoord opnieuw in.",
  }),
  two_step_reset_link: ({ url }) => ({
    subject: "Bevestig dat je je tweede stap kwijt bent",
    title: "Je tweede stap kwijt?",
    lines: [
      "Iemand met jouw wachtwoord gaf aan de tweede stap niet te kunnen zetten. Ben jij dat? Bevestig het, dan vragen we een beheerder om een reset.",
      "De link werkt één keer en is 30 minuten geldig.",
    ],
    action: { label: "Reset aanvragen", url },
    note: "Was jij dit niet? Bevestig dan niet: iemand kent je wachtwoord. Stel het nu opnieuw in.",
  }),
  two_step_reset_asked: ({ name, email, tenantName, url }) => ({
    subject: `${name} vraagt om een reset van tweestapsverificatie`,
    title: `${name} kan zich niet aanmelden`,
    lines: [
      tenantName === null
        ? `${name} (${email}) is de tweede stap kwijt en vraagt om een reset. Geen beheerder van één werkruimte mag dat doen, dus dit is aan jou.`
        : `${name} (${email}), lid van ${tenantName}, is de tweede stap kwijt en vraagt een beheerder om een reset.`,
      "Controleer eerst of het echt deze persoon is: bel even, of vraag het persoonlijk.",
    ],
    action: { label: tenantName === null ? "Back-office openen" : "Leden openen", url },
    note: "Je krijgt deze mail omdat jij dit mag resetten.",
  }),
  authenticator_removed: () => ({
    subject: "Authenticator-app ontkoppeld",
    title: "Je authenticator-app is ontkoppeld",
    lines: ["Tweestapsverificatie blijft aan: je passkeys blijven werken."],
    note: NOT_YOU,
  }),
  passkey_added: ({ name }) => ({
    subject: "Er is een passkey aan je account toegevoegd",
    title: "Er is een passkey toegevoegd",
    lines: [`Met de passkey “${name}” kun je je vanaf nu bij je account aanmelden.`],
    note: NOT_YOU,
  }),
  passkey_removed: ({ name }) => ({
    subject: "Er is een passkey van je account verwijderd",
    title: "Er is een passkey verwijderd",
    lines: [`Met de passkey “${name}” kun je je niet meer bij je account aanmelden.`],
    note: NOT_YOU,
  }),
  recovery_code_used: ({ left }) => ({
    subject: "Er is een herstelcode gebruikt",
    title: "Aangemeld met een herstelcode",
    lines: [
      left === 0
        ? "Dat was je laatste. Maak vandaag nog nieuwe codes onder Profiel."
        : `Je hebt er nog ${left}. Maak nieuwe codes onder Profiel als ze opraken.`,
    ],
    action: reset(),
    note: NOT_YOU,
  }),
  recovery_codes_renewed: () => ({
    subject: "Er zijn nieuwe herstelcodes gemaakt",
    title: "Er zijn nieuwe herstelcodes gemaakt",
    lines: ["Er zijn tien nieuwe codes voor je account gemaakt. De vorige werken niet meer."],
    note: NOT_YOU,
  }),
};
