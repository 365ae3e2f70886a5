import "server-only";
import { decode, encode, type JWT } from "next-auth/jwt";
import { env } from "@/lib/infra/env";

/** Host-only by its prefix: a browser refuses it with a Domain, so no other host ever receives it. */
export const SESSION_COOKIE = "__Host-atrium.session";
/** Absolute life of a session; the row's own limits are at most this. */
export const SESSION_MAX_AGE_SECONDS = 7 * 24 * 3600;

/** The Set-Cookie value that carries session `sid` on `host` and nowhere else. */
export async function sealSession(sid: string, host: string): Promise<string> {
  const token = await encode({
    token: { sid, host },
    secret: env().NEXTAUTH_SECRET,
    maxAge: SESSION_MAX_AGE_SECONDS,
  });
  return `${SESSION_COOKIE}=${token}; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=${SESSION_MAX_AGE_SECONDS}`;
}

/** The Set-Cookie value that removes the session from this host. */
export function clearSession(): string {
  return `${SESSION_COOKIE}=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0`;
}

/**
 * The session id in a Cookie header, or null. Reads exactly one cookie of exactly this name (next-auth's own reader
 * joins every cookie that starts with it) and refuses one that was made for another host.
 */
export async function openSession(cookieHeader: string | null, host: string): Promise<string | null> {
  const values = (cookieHeader ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${SESSION_COOKIE}=`))
    .map((pair) => pair.slice(SESSION_COOKIE.length + 1));
  const [value] = values;
  if (values.length !== 1 || !value || value.length > 4096) return null;
  const token = await decodeWithAny(value);
  return token && token.host === host && typeof token.sid === "string" ? token.sid : null;
}

/** During a rotation of the secret the one before still opens: nobody is signed out. */
async function decodeWithAny(value: string): Promise<JWT | null> {
  for (const secret of [env().NEXTAUTH_SECRET, env().NEXTAUTH_SECRET_PREVIOUS]) {
    if (!secret) continue;
    const token = await decode({ token: value, secret }).catch(() => null);
    if (token) return token;
  }
  return null;
}
