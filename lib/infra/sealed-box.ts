import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/infra/env";

const VERSION = "v1";

function key(): Buffer {
  return Buffer.from(hkdfSync("sha256", env().ENCRYPTION_KEY, "", "atrium sealed box", 32));
}

/**
 * Encrypts a secret for storage (AES-256-GCM, 96-bit random IV). `place` binds it to where it is stored,
 * as in `totp_factors|secret|<user id>`: moved elsewhere it does not open.
 */
export function seal(plaintext: string, place: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key(), iv).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  return [
    VERSION,
    iv.toString("base64url"),
    sealed.toString("base64url"),
    cipher.getAuthTag().toString("base64url"),
  ].join(".");
}

/**
 * Opens what seal() made.
 * @throws Error when the text was changed, moved or sealed under another key
 */
export function open(sealed: string, place: string): string {
  const [version, iv, text, tag] = sealed.split(".");
  if (version !== VERSION || !iv || !text || !tag) throw new Error("not a sealed value");
  const decipher = createDecipheriv("aes-256-gcm", key(), Buffer.from(iv, "base64url"))
    .setAAD(Buffer.from(place))
    .setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]).toString("utf8");
}
