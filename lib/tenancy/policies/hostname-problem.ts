import "server-only";
import { isIP } from "node:net";
import { env } from "@/lib/infra/env";

export type HostnameProblem =
  | "hostname_format"
  | "hostname_not_ascii"
  | "hostname_punycode"
  | "hostname_ours"
  | "hostname_reserved"
  | "hostname_public_suffix";

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Names that never resolve in public (RFC 2606, 6761, 6762, 7686, 8375) or that nobody can own. */
const RESERVED_ENDS = new Set(
  "localhost local localdomain internal intranet private corp home lan test example invalid onion alt arpa home.arpa example.com example.net example.org".split(
    " ",
  ),
);
/** Names under which others register theirs: proving one would be proving a registry. */
const PUBLIC_SUFFIXES = new Set(
  "co.uk org.uk gov.uk ac.uk com.au net.au org.au co.nz co.za co.jp co.in com.br com.mx com.tr com.sg com.hk com.cn github.io gitlab.io vercel.app netlify.app herokuapp.com azurewebsites.net cloudfront.net pages.dev workers.dev web.app firebaseapp.com blogspot.com".split(
    " ",
  ),
);

/**
 * Why a name cannot be a tenant's; null when it can. Letters outside ASCII and their punycode form are refused, so no
 * name here looks like another one.
 */
export function hostnameProblem(hostname: string): HostnameProblem | null {
  if (!/^\p{ASCII}*$/u.test(hostname)) return "hostname_not_ascii";
  const labels = hostname.split(".");
  if (isIP(hostname) !== 0 || labels.length < 2 || hostname.length > 253) return "hostname_format";
  if (!labels.every((label) => LABEL.test(label)) || !/^[a-z]{2,63}$/.test(labels.at(-1) ?? "")) {
    return labels.some((label) => label.startsWith("xn--")) ? "hostname_punycode" : "hostname_format";
  }
  if (labels.some((label) => label.slice(2, 4) === "--")) return "hostname_punycode";
  if (isOurs(hostname)) return "hostname_ours";
  const ends = labels.map((_, index) => labels.slice(index).join("."));
  if (ends.some((end) => RESERVED_ENDS.has(end))) return "hostname_reserved";
  return PUBLIC_SUFFIXES.has(hostname) ? "hostname_public_suffix" : null;
}

/** The product's own name, everything below it and everything above it. */
function isOurs(hostname: string): boolean {
  const root = new URL(env().ATRIUM_ROOT_URL).hostname;
  return hostname === root || hostname.endsWith(`.${root}`) || root.endsWith(`.${hostname}`);
}
