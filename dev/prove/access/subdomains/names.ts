/** Names that a visitor would take for the operator's, or that software gives a meaning of its own. */
export const MUST_BE_RESERVED = `
  www www1 www2 api app apps admin administrator root auth login signin sign-in signup sign-up logout sso oauth oidc saml
  scim id identity idp account accounts my me profile settings security secure mail email smtp imap pop pop3 webmail
  mailer-daemon mx ns ns1 ns2 dns ftp sftp ssh vpn proxy gateway router cdn static assets img images media files upload
  uploads download downloads status health metrics monitor support help helpdesk docs documentation blog news shop store
  billing pay payment payments invoice invoices checkout stripe subscribe subscription legal privacy terms abuse
  postmaster hostmaster webmaster noreply no-reply noc security info contact sales marketing careers jobs press about
  dev staging stage test testing demo sandbox preview beta alpha prod production local localhost localdomain internal
  intranet private public corp git github svn ci build deploy registry console dashboard portal panel cpanel whm
  isatap wpad autodiscover autoconfig broadcasthost ssladmin ssladministrator sslwebmaster sysadmin is usenet uucp
  webhook webhooks callback tenant tenants workspace workspaces org organization customer customers partner partners
  team teams user users member members owner superadmin backoffice back-office atrium platform cloud edge official
  trust verify verification password reset recovery undefined`
  .trim()
  .split(/\s+/)
  .filter((name) => name.length >= 3);

/** Letters that look like an ASCII one, of other scripts and of Latin's own margins. */
const LOOK_ALIKES: Record<string, string[]> = {
  a: ["а", "ɑ", "α", "ａ", "á", "ạ"],
  c: ["с", "ϲ", "ｃ", "ç"],
  d: ["ԁ", "ｄ", "ɗ"],
  e: ["е", "ｅ", "é", "ė"],
  g: ["ɡ", "ｇ"],
  h: ["һ", "ｈ"],
  i: ["і", "ı", "ｉ", "í", "ⅰ"],
  l: ["ⅼ", "ӏ", "ｌ"],
  m: ["ｍ", "ⅿ"],
  n: ["ո", "ｎ"],
  o: ["о", "ο", "ｏ", "ö", "օ"],
  p: ["р", "ρ", "ｐ"],
  s: ["ѕ", "ｓ"],
  t: ["ｔ"],
  u: ["υ", "ｕ", "ü"],
  w: ["ԝ", "ｗ"],
  x: ["х", "ｘ"],
  y: ["у", "ｙ"],
};

/** Characters that are not seen, or that end or turn a name. */
const HIDDEN = [
  "\u200b",
  "\u200d",
  "\u00ad",
  "\u2060",
  "\ufeff",
  "\u202e",
  "\u0301",
  "\u0000",
  "\t",
  "\n",
  " ",
];

/** Ways to write a name so that it looks like it and is another one. */
export function looksLike(name: string): string[] {
  const replaced = [...name].flatMap((letter, index) =>
    (LOOK_ALIKES[letter] ?? []).map((other) => name.slice(0, index) + other + name.slice(index + 1)),
  );
  const whole = [...name].map((letter) => LOOK_ALIKES[letter]?.[0] ?? letter).join("");
  const half = Math.ceil(name.length / 2);
  const hidden = HIDDEN.map((mark) => name.slice(0, half) + mark + name.slice(half));
  const encoded = [...new Set([...replaced, whole])].map((text) => punycode(text));
  return [
    ...new Set([
      ...replaced,
      whole,
      ...hidden,
      ...encoded,
      name.toUpperCase(),
      `${name[0]?.toUpperCase()}${name.slice(1)}`,
      `${name}.`,
      `.${name}`,
      `-${name}`,
      `${name}-`,
      `${name.slice(0, half)}--${name.slice(half)}`,
      `${name.slice(0, half)}_${name.slice(half)}`,
      `${name}%00`,
      `${name}/`,
      `${name}:443`,
      `${name}@x`,
      `${name}。`,
    ]),
  ].filter((text) => text !== name && text !== "");
}

function punycode(text: string): string {
  const url = `http://${text}.example`;
  const host = URL.canParse(url) ? new URL(url).hostname.split(".")[0] : undefined;
  // Compatibility letters fold back into ASCII: then the raw form is the one to try.
  return host?.startsWith("xn--") ? host : text;
}
