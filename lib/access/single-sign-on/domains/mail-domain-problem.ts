import "server-only";
import { type HostnameProblem, hostnameProblem } from "@/lib/tenancy/policies/hostname-problem";

/** Providers where anybody has a mailbox: proving one's DNS would prove nothing about its people. */
const PUBLIC_MAIL = new Set(
  `126.com 139.com 163.com abv.bg alice.it aol.com arcor.de atlas.cz att.net bellsouth.net bigpond.com bluewin.ch
  bol.com.br btinternet.com casema.nl centrum.cz charter.net chello.nl comcast.net cox.net daum.net duck.com earthlink.net
  email.cz fastmail.com fastmail.fm foxmail.com free.fr freemail.hu freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de
  gmx.net googlemail.com hanmail.net hetnet.nl hey.com home.nl hotmail.be hotmail.ca hotmail.co.uk hotmail.com hotmail.de
  hotmail.es hotmail.fr hotmail.it hotmail.nl hushmail.com icloud.com inbox.lv inbox.ru interia.pl kpnmail.nl kpnplanet.nl
  laposte.net libero.it list.ru live.be live.ca live.co.uk live.com live.de live.fr live.it live.nl lycos.com mac.com
  mail.com mail.de mail.ee mail.ru mailbox.org mailinator.com me.com msn.com mweb.co.za naver.com netscape.net neuf.fr
  ntlworld.com o2.pl online.de online.nl onet.pl onmicrosoft.com optonline.net orange.fr outlook.be outlook.com outlook.de
  outlook.es outlook.fr outlook.it outlook.nl planet.nl pm.me posteo.de proton.me protonmail.ch protonmail.com qq.com
  quicknet.nl rediffmail.com rocketmail.com rogers.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.com sky.com
  skynet.be solcon.nl startmail.com sympatico.ca t-online.de telenet.be telfort.nl telus.net terra.com.br tele2.nl
  tiscali.co.uk tiscali.it tuta.com tuta.io tutanota.com ukr.net uol.com.br upcmail.nl verizon.net virgilio.it
  virginmedia.com vodafone.nl wanadoo.fr wanadoo.nl web.de wp.pl xs4all.nl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk
  yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yahoo.nl yandex.com yandex.ru ymail.com zeelandnet.nl ziggo.nl
  zoho.com zonnet.nl`.split(/\s+/),
);

export type MailDomainProblem = HostnameProblem | "public_mail";

/** Why a mail domain cannot be a workspace's; null when it can. */
export function mailDomainProblem(domain: string): MailDomainProblem | null {
  const problem = hostnameProblem(domain);
  if (problem) return problem;
  const labels = domain.split(".");
  const ends = labels.map((_, index) => labels.slice(index).join("."));
  return ends.some((end) => PUBLIC_MAIL.has(end)) ? "public_mail" : null;
}
