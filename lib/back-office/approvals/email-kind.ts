import type { EmailKind } from "./schema";

const FREE = words(`
  gmail.com googlemail.com outlook.com outlook.nl hotmail.com hotmail.nl hotmail.co.uk live.com live.nl msn.com yahoo.com
  yahoo.co.uk yahoo.de yahoo.fr ymail.com icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.com gmx.de
  gmx.net web.de mail.com zoho.com yandex.com yandex.ru mail.ru ziggo.nl kpnmail.nl kpnplanet.nl planet.nl home.nl xs4all.nl
  casema.nl chello.nl hetnet.nl upcmail.nl telfort.nl quicknet.nl zonnet.nl telenet.be skynet.be proximus.be t-online.de
  freenet.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it comcast.net verizon.net att.net
  btinternet.com sky.com fastmail.com hey.com tutanota.com tuta.io qq.com 163.com 126.com naver.com`);

const DISPOSABLE = words(`
  mailinator.com guerrillamail.com guerrillamail.net sharklasers.com grr.la 10minutemail.com 10minutemail.net tempmail.com
  temp-mail.org temp-mail.io tempmailo.com tempail.com throwawaymail.com yopmail.com yopmail.fr yopmail.net trashmail.com
  trashmail.de trash-mail.com getnada.com nada.email maildrop.cc mailnesia.com mailcatch.com mintemail.com moakt.com
  dispostable.com discard.email discardmail.com fakeinbox.com fakemail.net spamgourmet.com spam4.me spambog.com mytemp.email
  mohmal.com emailondeck.com burnermail.io inboxkitten.com mailsac.com harakirimail.com tempr.email tempinbox.com
  mail-temp.com minuteinbox.com emailfake.com crazymailing.com einrot.com cuvox.de dayrep.com fleckens.hu gustr.com
  jourrapide.com rhyta.com superrito.com teleworm.us armyspy.com anonbox.net byom.de wegwerfmail.de wegwerfemail.de
  0-mail.com 1secmail.com 1secmail.net 1secmail.org 33mail.com mailnull.com mailpoof.com luxusmail.org internxt.com`);

/** Sorts an address by its domain: one's own company, a provider for everybody, or thrown away after use. */
export function emailKindOf(email: string): { kind: EmailKind; domain: string } {
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  const matches = (list: ReadonlySet<string>) =>
    domain.split(".").some((_, index, labels) => list.has(labels.slice(index).join(".")));
  return { kind: matches(DISPOSABLE) ? "disposable" : matches(FREE) ? "free" : "company", domain };
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
