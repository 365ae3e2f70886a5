import "server-only";
import { decrypt, encrypt, type Keyring, keyring } from "./keyring";
import { DEFAULT_KID } from "./keyring-text";

const VERSION = "v1";

/**
 * Encrypts a secret of the platform for storage (AES-256-GCM, 96-bit random IV) under the current master key. `place`
 * binds it to where it is stored, as in `totp_factors|secret|<user id>`: moved elsewhere it does not open. Secrets of a
 * tenant belong to sealForTenant().
 */
export function seal(plaintext: string, place: string, ring: Keyring = keyring()): string {
  const { iv, ciphertext, tag } = encrypt(keyOf(ring, ring.current), Buffer.from(plaintext), place);
  return [VERSION, ring.current, ...[iv, ciphertext, tag].map((part) => part.toString("base64url"))].join(
    ".",
  );
}

/**
 * Opens what seal() made.
 * @throws Error when the text was changed, moved or sealed under a key that is not configured
 */
export function open(sealed: string, place: string, ring: Keyring = keyring()): string {
  const parts = sealed.split(".");
  const kid = kidOf(sealed);
  const [iv, ciphertext, tag] = parts.slice(-3).map((part) => Buffer.from(part, "base64url"));
  if (parts[0] !== VERSION || !kid || !iv?.length || !ciphertext || tag?.length !== 16) {
    throw new Error("not a sealed value");
  }
  return decrypt(keyOf(ring, kid), place, { iv, ciphertext, tag }).toString("utf8");
}

/** Which key a sealed value needs. Values without a kid were sealed before keys had names. */
export function kidOf(sealed: string): string | null {
  const parts = sealed.split(".");
  if (parts.length === 4) return DEFAULT_KID;
  return parts.length === 5 ? (parts[1] ?? null) : null;
}

function keyOf(ring: Keyring, kid: string): Buffer {
  const key = ring.derive(kid, "atrium sealed box");
  if (!key) throw new Error(`the key ${kid} is not configured`);
  return key;
}
