import "server-only";
import type { JWTPayload } from "jose";
import { env } from "@/lib/infra/env";
import { seal, unseal } from "./session-seal";

/** Host-only by its prefix: a browser refuses it with a Domain, so no other host ever receives it. */
export const SESSION_COOKIE = "__Host-atrium.session";
/** Beside it, so that whoever visits a workspace in a member's place keeps their own session. */
export const SUPPORT_COOKIE = "__Host-atrium.support";
/** Absolute life of a session; the row's own limits are at most this. */
export const SESSION_MAX_AGE_SECONDS = 7 * 24 * 3600;

const ATTRIBUTES = "Path=/; HttpOnly; Secure; SameSite=Lax";

/** The Set-Cookie value that carries session `sid` on `host` and nowhere else. */
export async function sealSession(sid: string, host: string): Promise<string> {
  const token = await seal({ sid, host }, env().NEXTAUTH_SECRET, SESSION_MAX_AGE_SECONDS);
  return `${SESSION_COOKIE}=${token}; ${ATTRIBUTES}; Max-Age=${SESSION_MAX_AGE_SECONDS}`;
}

/** The same for a support session: a cookie of its own, no longer than the session. */
export async function sealSupport(sid: string, host: string, maxAgeSeconds: number): Promise<string> {
  const maxAge = Math.max(1, Math.floor(maxAgeSeconds));
  const token = await seal({ sid, host, kind: "support" }, env().NEXTAUTH_SECRET, maxAge);
  return `${SUPPORT_COOKIE}=${token}; ${ATTRIBUTES}; Max-Age=${maxAge}`;
}

/** The Set-Cookie value that removes the session from this host. */
export function clearSession(): string {
  return `${SESSION_COOKIE}=; ${ATTRIBUTES}; Max-Age=0`;
}

/** The Set-Cookie value that removes the support session and leaves the own session. */
export function clearSupport(): string {
  return `${SUPPORT_COOKIE}=; ${ATTRIBUTES}; Max-Age=0`;
}

/** Whether this browser is on a support session here, living or over. */
export function hasSupportCookie(cookieHeader: string | null): boolean {
  return valuesOf(cookieHeader, SUPPORT_COOKIE).length > 0;
}

/**
 * The session id in a Cookie header, or null. Reads exactly one cookie of exactly this name (next-auth's own reader
 * joins every cookie that starts with it) and refuses one that was made for another host. Beside a support session the
 * own one is not looked at, so that no click meant for the one is made in the other.
 */
export async function openSession(cookieHeader: string | null, host: string): Promise<string | null> {
  const isSupport = hasSupportCookie(cookieHeader);
  const values = valuesOf(cookieHeader, isSupport ? SUPPORT_COOKIE : SESSION_COOKIE);
  const [value] = values;
  if (values.length !== 1 || !value || value.length > 4096) return null;
  const token = await decodeWithAny(value);
  if (!token || token.host !== host || (token.kind === "support") !== isSupport) return null;
  return typeof token.sid === "string" ? token.sid : null;
}

function valuesOf(cookieHeader: string | null, name: string): string[] {
  return (cookieHeader ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/** During a rotation of the secret the one before still opens: nobody is signed out. */
async function decodeWithAny(value: string): Promise<JWTPayload | null> {
  for (const secret of [env().NEXTAUTH_SECRET, env().NEXTAUTH_SECRET_PREVIOUS]) {
    if (!secret) continue;
    const token = await unseal(value, secret);
    if (token) return token;
  }
  return null;
}
