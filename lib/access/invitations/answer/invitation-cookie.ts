import "server-only";

/** A link for one person, or for several: each is kept under its own name and read by its own endpoints. */
const NAMES = { invitation: "__Host-atrium.invite", link: "__Host-atrium.invite-link" } as const;
type Kept = keyof typeof NAMES;
const MAX_AGE_SECONDS = 3600;

/**
 * Keeps a link's token through sign-up or sign-in, on the root host only. The page took it out of the address bar, so
 * a reload, a bookmark or a shared address does not hold it.
 */
export function keepInvitation(token: string, kept: Kept = "invitation"): string {
  return `${NAMES[kept]}=${token}; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=${MAX_AGE_SECONDS}`;
}

/** The Set-Cookie value that forgets the invitation. */
export function forgetInvitation(kept: Kept = "invitation"): string {
  return `${NAMES[kept]}=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0`;
}

/** The kept token; null when absent or given twice. */
export function keptInvitation(cookieHeader: string | null, kept: Kept = "invitation"): string | null {
  const values = (cookieHeader ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${NAMES[kept]}=`))
    .map((pair) => pair.slice(NAMES[kept].length + 1));
  const [value] = values;
  return values.length === 1 && value && /^[A-Za-z0-9_-]{1,100}$/.test(value) ? value : null;
}
