/** Names that no workspace may take: ours now or later, or names that people trust. */
const RESERVED = `
  about abuse access account accounts activate ad admin administrator administrators ads affiliate affiliates agent
  agents ai alerts alpha analytics android announcements anonymous api apis app apps archive assets atrium audit auth
  authentication authorize autoconfig autodiscover avatar avatars backend back-office backoffice backup beta bi
  billing blog board bot bots broadcasthost bug bugs build builds business cache calendar callback callbacks careers
  cdn cert certs changelog chat checkout ci cloud cms code community company compliance config connect console contact
  copyright core corp cp cpanel crm css customer customers dashboard data database db default demo deploy desktop dev
  developer developers development devops direct directory dns docs documentation domain domains download downloads
  edge editor email enterprise error errors events example examples export faq favicon feed feedback feeds file files
  finance firewall forum forums ftp gateway git github global go graphql group groups guest guide guides health
  heartbeat hello help helpcenter helpdesk home host hosting hostmaster hr http https id identity idp image images
  imap img import in info infra internal intranet invite invites invoice invoices ios ip irc is isatap it job jobs js
  kb keys lab labs ldap learn legal library license live local localdomain localhost log login logo logout logs mail
  mailbox mailer mailer-daemon manage manager marketing master me media member members metrics mobile monitor mx my
  network new news newsletter nl nobody noc node no-reply noreply notify ns ns0 ns1 ns2 ns3 oauth office official oidc
  onboarding online ops order orders org organization owner packages page pages panel partner partners password pay
  payment payments pki platform pop pop3 portal postmaster press preview pricing privacy private prod production
  profile promo proxy public queue radio recovery redirect register registry relay release reports research reset root
  router rss saas sales saml sandbox scim search secure security server service services session settings setup sftp
  shop sign-in signin sign-out signout sign-up signup site sites smtp social software sql ssh ssl ssladmin
  ssladministrator sslwebmaster sso stage staging stat static stats status storage store stripe subscribe subscription
  subscriptions superadmin support survey svn switch sync sys sysadmin sysadministrator system team teams tech telnet
  tenant tenants terms test testing tests time tls token tools trace tracking training trial trust tv undefined
  unsubscribe update updates upload uploads usage usenet user users uucp v1 v2 verification verify video videos vpn w3
  wap warehouse web webhook webhooks webmail webmaster website whm whois wiki wordpress workflow workflows workspace
  workspaces wpad www www1 www2 www3 wwww x xml xmpp you yourself zone`;

export const RESERVED_SLUGS: ReadonlySet<string> = new Set(RESERVED.trim().split(/\s+/));
