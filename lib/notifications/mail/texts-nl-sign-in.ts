import "server-only";
import { formatUtc } from "@/lib/core/format";
import { rootUrl } from "@/lib/tenancy/hosts";
import type { MailTexts, SignInMail } from "./schema";

const moment = (iso: string) => formatUtc(iso, "nl");

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
  new_sign_in: ({ browser, system, ip, signedInAt, url }) => ({
    subject: "Nieuwe aanmelding bij je Atrium-account",
    title: "Was jij dit?",
    lines: [
      `Iemand meldde zich aan bij je account vanuit een browser die het nog niet kende: ${moment(signedInAt)}, ${
        browser && system ? `${browser} op ${system}` : "onbekend apparaat"
      }, adres ${ip ?? "onbekend"}.`,
      "Was jij het? Dan hoef je niets te doen.",
    ],
    action: { label: "Dit was ik niet", url },
    note: "De knop beëindigt die sessie en laat je een nieuw wachtwoord kiezen. Hij werkt één keer, 7 dagen lang.",
  }),
};
