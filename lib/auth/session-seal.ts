import "server-only";
import { hkdfSync } from "node:crypto";
import { EncryptJWT, type JWTPayload, jwtDecrypt } from "jose";
import { newId } from "@/lib/core/ids";

/** As in next-auth, whose `decode` opens what is sealed here and the other way round. */
const PURPOSE = "NextAuth.js Generated Encryption Key";
const CLOCK_TOLERANCE_SECONDS = 15;

const derived = new Map<string, Uint8Array>();

/**
 * next-auth derives this key anew for every token, in the thread pool where passwords are hashed: while people sign in
 * every other request would wait for a hash. A process knows one secret, two during a rotation.
 */
function keyOf(secret: string): Uint8Array {
  const key = derived.get(secret) ?? new Uint8Array(hkdfSync("sha256", secret, "", PURPOSE, 32));
  derived.set(secret, key);
  return key;
}

/** An encrypted token (JWE, A256GCM) that `secret` opens for `maxAge` seconds. */
export function seal(payload: JWTPayload, secret: string, maxAge: number): Promise<string> {
  return new EncryptJWT(payload)
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + maxAge)
    .setJti(newId())
    .encrypt(keyOf(secret));
}

/** What a token holds; null when `secret` did not seal it, it was changed, or it has ended. */
export async function unseal(token: string, secret: string): Promise<JWTPayload | null> {
  const opened = await jwtDecrypt(token, keyOf(secret), { clockTolerance: CLOCK_TOLERANCE_SECONDS }).catch(
    () => null,
  );
  return opened?.payload ?? null;
}
