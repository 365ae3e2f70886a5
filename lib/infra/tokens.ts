import "server-only";
import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";

/** A 256-bit random token for links and cookies. Only its hash is stored. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** A code of six digits for mail; short, so its uses are counted. */
export function newCode(): string {
  return randomInt(0, 1_000_000).toString().padStart(6, "0");
}

/** SHA-256 of a token. A fast hash is right for 256 random bits (ASVS 6.5.2); codes are hashed with their owner's id. */
export function hashToken(token: string): Buffer<ArrayBuffer> {
  return Buffer.from(createHash("sha256").update(token).digest());
}

/** Compares two hashes in constant time. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
