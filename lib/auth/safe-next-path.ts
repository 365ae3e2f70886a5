import "server-only";

const MAX_LENGTH = 2000;
const ANY_ORIGIN = "http://local.invalid";

/**
 * A path of this site that came from outside (`?next=`), or null. Only what starts with one slash and still does once
 * a URL parser has read it: `//evil`, `/\evil`, `/.//evil`, tabs and the like name other hosts to a browser.
 */
export function safeNextPath(value: string | null | undefined): string | null {
  if (!value || value.length > MAX_LENGTH || !/^\/(?![/\\])/.test(value)) return null;
  // Browsers drop control characters before they parse.
  if (/[\p{Cc}\u2028\u2029\\]/u.test(value) || !URL.canParse(value, ANY_ORIGIN)) return null;
  const url = new URL(value, ANY_ORIGIN);
  const path = url.pathname + url.search + url.hash;
  if (url.origin !== ANY_ORIGIN || url.username || path.startsWith("//")) return null;
  // The interface of programs is no page; a redirect into it could chain to another redirect.
  return /^\/api(\/|$)/i.test(url.pathname) ? null : path;
}
