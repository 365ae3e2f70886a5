const OURS = "atrium.localhost:3000";
const EVIL = "evil.example";

/** Starts that a parser may take for the start of another site's address. */
const STARTS = [
  ..."// /// //// /\\ \\\\ \\/ /\\/ //\\ ///\\ /./ /.// /..// /./..// /a/..// /a/../..// /;// /?//../ ./ ../ ..//".split(
    " ",
  ),
  ..."/%2e//|/%2e%2e//|/%2E%2E//|/a/%2e%2e//|/%2f|/%2f/|%2f%2f|/%5c|/%5c%5c|%5c%5c|/%09/|/%0a/|/%0d/|/%0d%0a/".split(
    "|",
  ),
  ...[
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\u0000",
    "\u0001",
    "\u000b",
    "\u001f",
    "\u007f",
    "\u0085",
    "\u00a0",
    "\u2028",
    "\u3000",
  ].flatMap((mark) => [`/${mark}/`, `${mark}//`, `/${mark}\\`]),
  ...["\uff0f\uff0f", "/\uff0f", "\u2215\u2215", "\u29f8\u29f8", "/\u2044"],
].map((start) => start + EVIL);

/** Whole addresses: other schemes, other spellings of ours, credentials, look-alikes. */
const WHOLE = [
  ...["http", "https", "HTTPS", "ftp", "ws", "wss", "gopher"].flatMap((scheme) => [
    `${scheme}://${EVIL}`,
    `${scheme}:${EVIL}`,
    `${scheme}:/${EVIL}`,
    `${scheme}:///${EVIL}`,
    `${scheme}:\\\\${EVIL}`,
  ]),
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  " javascript:alert(1)",
  "java\tscript:alert(1)",
  "java\nscript:alert(1)",
  "javascript://atrium.localhost:3000/%0aalert(1)",
  "vbscript:msgbox(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:text/html;base64,PHNjcmlwdD4=",
  `blob:https://${EVIL}/x`,
  `view-source:http://${EVIL}`,
  "file:///etc/passwd",
  `mailto:a@${EVIL}`,
  `intent://${EVIL}#Intent;scheme=https;end`,
  ...[
    `${OURS}.${EVIL}`,
    `${OURS}@${EVIL}`,
    `${EVIL}#${OURS}`,
    `${EVIL}?${OURS}`,
    `${EVIL}/${OURS}`,
    `${EVIL}\\${OURS}`,
  ].flatMap((rest) => [`http://${rest}`, `//${rest}`]),
  `http://a:b@${EVIL}:80/`,
  `http://${OURS}:80@${EVIL}/`,
  `http://${EVIL}%00.${OURS}/`,
  `http://${EVIL}%2f.${OURS}/`,
  `http://${EVIL}\\.${OURS}/`,
  "http://atrium.localhost.:3000.evil.example/",
  `http://evil-${OURS}/`,
  "http://аtrium.localhost:3000/",
  "http://xn--trium-6fd.localhost:3000/",
  "http://atrium。localhost。evil。example/",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://[::1]/",
  "http://127.0.0.1:3000/",
  "http://169.254.169.254/latest/meta-data",
  `${EVIL}`,
  `${EVIL}/path`,
  `@${EVIL}`,
  `.${EVIL}`,
  `:80@${EVIL}/`,
  `?next=//${EVIL}`,
  `#//${EVIL}`,
  `/x\r\nLocation: http://${EVIL}`,
  `/x%0d%0aLocation:%20http://${EVIL}`,
  `/x\u2028Location: http://${EVIL}`,
  `/api/auth-flows/begin-hand-off?next=//${EVIL}`,
  `/api/../..//${EVIL}`,
  `/${"a".repeat(1_990)}//${EVIL}`,
];

/** At least 120 addresses that must never become where a browser is sent. */
export const HOSTILE_URLS: readonly string[] = [...new Set([...STARTS, ...WHOLE])];

/** Where a browser that is on `base` ends up. Node's parser is the browsers': it drops what they drop. */
export function destination(address: string, base: string): URL | null {
  return URL.canParse(address, base) ? new URL(address, base) : null;
}
