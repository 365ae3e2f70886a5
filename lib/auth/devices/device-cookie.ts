import "server-only";
import type { DeviceMark } from "@/lib/core/context";
import { newToken } from "@/lib/infra/tokens";

export const DEVICE_COOKIE = "__Host-atrium.device";
const MAX_AGE_SECONDS = 400 * 24 * 3600;

/** The mark of the browser behind a Cookie header; a new one where there is none, or more than one. */
export function readDevice(cookieHeader: string | null): DeviceMark {
  const values = (cookieHeader ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${DEVICE_COOKIE}=`))
    .map((pair) => pair.slice(DEVICE_COOKIE.length + 1));
  const [value] = values;
  const isOurs = values.length === 1 && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value);
  return { token: isOurs ? value : newToken() };
}

/** The Set-Cookie value that keeps a browser's mark; what it is worth stands in the database. */
export function setDevice(device: DeviceMark): string {
  return `${DEVICE_COOKIE}=${device.token}; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=${MAX_AGE_SECONDS}`;
}

/** The same for an answer that next-auth makes. */
export const DEVICE_COOKIE_OPTIONS = {
  path: "/",
  httpOnly: true,
  secure: true,
  sameSite: "lax",
  maxAge: MAX_AGE_SECONDS,
} as const;
