import "server-only";

/** Cookies that carry a step between two requests, each on one host only. */
export const FLOW_COOKIES = {
  signUp: { name: "__Host-atrium.sign-up", maxAgeSeconds: 3600 },
  challenge: { name: "__Host-atrium.challenge", maxAgeSeconds: 600 },
  passkey: { name: "__Host-atrium.passkey", maxAgeSeconds: 900 },
  handOff: { name: "__Host-atrium.hand-off", maxAgeSeconds: 600 },
  /** What only the browser knows that began a sign-in at a workspace's own provider. */
  sso: { name: "__Host-atrium.sso", maxAgeSeconds: 600 },
  /** A session of single sign-on on its way to its workspace's host; the root host never signs in by it. */
  ssoSession: { name: "__Host-atrium.sso-session", maxAgeSeconds: 120 },
  /** What only the browser knows that asked for a support session on its workspace's host. */
  supportHandOver: { name: "__Host-atrium.support-hand-over", maxAgeSeconds: 120 },
  /** Somebody signed in who is connecting one more provider. */
  link: { name: "__Host-atrium.link", maxAgeSeconds: 600 },
  lastMethod: { name: "__Host-atrium.last-method", maxAgeSeconds: 31_536_000 },
} as const;
export type FlowCookie = keyof typeof FLOW_COOKIES;

/** The Set-Cookie value that keeps `value` for this flow. */
export function setFlowCookie(flow: FlowCookie, value: string): string {
  const { name, maxAgeSeconds } = FLOW_COOKIES[flow];
  return `${name}=${value}; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=${maxAgeSeconds}`;
}

/** The Set-Cookie value that ends this flow. */
export function clearFlowCookie(flow: FlowCookie): string {
  return `${FLOW_COOKIES[flow].name}=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0`;
}

/** The flow's value in a Cookie header; null when absent or given twice. */
export function readFlowCookie(cookieHeader: string | null, flow: FlowCookie): string | null {
  const { name } = FLOW_COOKIES[flow];
  const values = (cookieHeader ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value] = values;
  return values.length === 1 && value && /^[A-Za-z0-9_-]{1,100}$/.test(value) ? value : null;
}
