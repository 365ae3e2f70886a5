import "server-only";
import { countryName } from "@/lib/core/country-name";
import { formatUtc } from "@/lib/core/format";
import type { Place } from "@/lib/core/place";
import { rootUrl } from "@/lib/tenancy/hosts";
import type { MailTexts, SignInMail } from "../schema";

const moment = (iso: string) => formatUtc(iso, "nl");
const placeName = (place: Place) => {
  if (place.kind === "country") return countryName(place.country, "nl");
  return place.kind === "local" ? "lokaal netwerk" : "onbekende plaats";
};

/** Dutch texts about signing in. */
export const signInMails: Pick<MailTexts, SignInMail> = {
  account_locked: () => ({
    subject: "Aanmelden bij je Atrium-account is gepauzeerd",
    title: "Te veel verkeerde wachtwoorden",
    lines: [
      "Iemand, misschien jijzelf, probeerde een paar keer een verkeerd wachtwoord voor je account. Daarvandaan kun je je even niet aanmelden.",
      "Browsers waarin je je eerder hebt aangemeld, blijven werken. Wil je je meteen vanuit een andere browser aanmelden? Vraag dan een ontgrendellink aan.",
    ],
    action: { label: "Ontgrendellink aanvragen", url: rootUrl("/unlock") },
    note: "Was jij dit niet? Je wachtwoord is niet geraden en er is niets geopend. Je hoeft niets te doen.",
  }),
  unlock: ({ url }) => ({
    subject: "Aanmelden bij Atrium ontgrendelen",
    title: "Aanmelden ontgrendelen",
    lines: ["Je wilde je meteen weer kunnen aanmelden. De link werkt één keer en is 30 minuten geldig."],
    action: { label: "Ontgrendelen", url },
    note: "Heb je hier niet om gevraagd? Negeer deze mail. De link meldt niemand aan.",
  }),
  new_sign_in: ({ browser, system, ip, place, signedInAt, url }) => ({
    subject: "Nieuwe aanmelding bij je Atrium-account",
    title: "Was jij dit?",
    lines: [
      `Iemand meldde zich aan bij je account vanuit een browser die het nog niet kende: ${moment(signedInAt)}, ${
        browser && system ? `${browser} op ${system}` : "onbekend apparaat"
      }, adres ${ip ?? "onbekend"} (${placeName(place)}).`,
      "Was jij het? Dan hoef je niets te doen.",
    ],
    action: { label: "Dit was ik niet", url },
    note: "De knop beëindigt die sessie en laat je een nieuw wachtwoord kiezen. Hij werkt één keer, 7 dagen lang.",
  }),
  email_change_confirm: ({ url }) => ({
    subject: "Bevestig je nieuwe e-mailadres voor Atrium",
    title: "Is dit jouw adres?",
    lines: [
      "Iemand wil voortaan met dit adres inloggen bij zijn of haar Atrium-account. Was jij dat, bevestig het dan in de browser waarin je bent ingelogd. De link werkt één keer, 24 uur lang.",
    ],
    action: { label: "Dit adres bevestigen", url },
    note: "Heb je hier niet om gevraagd, negeer deze mail dan: er verandert niets.",
  }),
  email_change_taken: () => ({
    subject: "Je e-mailadres is ingevuld bij Atrium",
    title: "Je hebt al een account",
    lines: [
      "Iemand wilde dit adres gebruiken voor een ander Atrium-account. Het hoort bij het jouwe, dus er is niets veranderd.",
      "Was jij het: log in met dit adres, of verwijder dit account eerst.",
    ],
    action: { label: "Inloggen", url: rootUrl("/sign-in") },
    note: "Was jij het niet, dan hoef je niets te doen.",
  }),
  email_change_asked: ({ newEmail, url }) => ({
    subject: "Er is om een nieuw e-mailadres gevraagd",
    title: "Heb jij om een ander adres gevraagd?",
    lines: [
      `Iemand die bij je account is ingelogd, wil voortaan met ${newEmail} inloggen. Zolang dat adres niet bevestigd is, verandert er niets.`,
      "Was jij het, dan hoef je hier niets te doen.",
    ],
    action: { label: "Dit was ik niet", url },
    note: "De knop stopt de wijziging, beëindigt elke sessie en laat je een nieuw wachtwoord kiezen. Hij werkt één keer, 7 dagen lang.",
  }),
  email_changed: ({ newEmail, url }) => ({
    subject: "Je Atrium-account heeft een nieuw e-mailadres",
    title: "Je adres is gewijzigd",
    lines: [
      `Voortaan log je in met ${newEmail}. Op dit adres krijg je geen mails meer over je account, tenzij het binnen 7 dagen wordt verwijderd.`,
      "Was jij het, dan hoef je niets te doen.",
    ],
    action: { label: "Wijziging terugdraaien", url },
    note: "De knop herstelt dit adres, beëindigt elke sessie en laat je een nieuw wachtwoord kiezen. Hij werkt één keer, 7 dagen lang.",
  }),
  email_is_new: () => ({
    subject: "Je logt nu met dit adres in bij Atrium",
    title: "Je nieuwe adres werkt",
    lines: ["Voortaan log je met dit adres in, en mails over je account komen hier aan."],
    action: { label: "Open je profiel", url: rootUrl("/profile") },
    note: "Uitnodigingen die naar je oude adres gingen, blijven daarbij: vraag een nieuwe als je ze nog nodig hebt.",
  }),
  identity_linked: ({ provider }) => ({
    subject: `Je kunt nu met ${provider} inloggen bij Atrium`,
    title: "Er is een inlogmanier gekoppeld",
    lines: [`${provider} is gekoppeld aan je account: wie daar inlogt, komt in je account.`],
    action: { label: "Open je profiel", url: rootUrl("/profile") },
    note: "Was jij het niet, ontkoppel dit dan in je profiel, beëindig je andere sessies en wijzig je wachtwoord.",
  }),
  identity_unlinked: ({ provider }) => ({
    subject: `Je kunt niet meer met ${provider} inloggen bij Atrium`,
    title: "Er is een inlogmanier ontkoppeld",
    lines: [`${provider} is ontkoppeld van je account. Sessies die zo begonnen, zijn beëindigd.`],
    action: { label: "Open je profiel", url: rootUrl("/profile") },
    note: "Was jij het niet, beëindig dan je andere sessies en wijzig je wachtwoord.",
  }),
  account_deletion_asked: ({ url, deleteAfter }) => ({
    subject: "Je Atrium-account wordt verwijderd",
    title: "Je account is gesloten",
    lines: [
      `Iemand die bewees jou te zijn, heeft gevraagd je account te verwijderen. Niemand kan er nog mee inloggen en je API-sleutels werken niet meer. Op ${moment(deleteAfter)} worden je persoonsgegevens definitief gewist.`,
      "Wil je dat, dan hoef je niets te doen.",
    ],
    action: { label: "Mijn account houden", url },
    note: "De knop werkt één keer, tot die dag. Hij opent het account weer; werkruimten die je hebt laten verwijderen, herstel je zelf.",
  }),
  account_deletion_cancelled: () => ({
    subject: "Je Atrium-account blijft bestaan",
    title: "Je account is weer open",
    lines: [
      "Het verwijderen van je account is teruggedraaid. Je kunt weer inloggen en bent weer lid van je werkruimten.",
    ],
    action: { label: "Inloggen", url: rootUrl("/sign-in") },
    note: "Heb je dit niet gedaan, kies dan meteen een nieuw wachtwoord.",
  }),
  account_handed_over: ({ accountName, from, to, url }) => ({
    subject: `${to} is nu eigenaar van het account ${accountName}`,
    title: "Een account is overgedragen",
    lines: [
      `${from} heeft het account ${accountName} overgedragen aan ${to}, die nu beslist over het abonnement, de facturen en het verwijderen van werkruimten.`,
      "Rollen binnen de werkruimten zijn niet veranderd.",
    ],
    action: { label: "Je profiel openen", url },
    note: "Had je dit niet verwacht? Overleg eerst met elkaar. De nieuwe eigenaar kan het account teruggeven.",
  }),
  account_erased: () => ({
    subject: "Je Atrium-account is verwijderd",
    title: "Je account is weg",
    lines: [
      "Je persoonsgegevens zijn gewist. In de logboeken van werkruimten staat een pseudoniem waar je naam stond; facturen blijven bewaard zolang de wet dat vraagt.",
    ],
    note: "Dit is de laatste mail over je account.",
  }),
};
