import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/infra/env";
import { currentKid, type KeyringText, readKeys } from "./keyring-text";

/** What a master key is used for: each purpose has a key of its own. */
export type KeyPurpose = "atrium sealed box" | "atrium tenant key";

export type Keyring = {
  current: string;
  kids: readonly string[];
  /** The 32-byte key of a purpose; null for a kid this process does not hold. */
  derive(kid: string, purpose: KeyPurpose): Buffer | null;
};

/** Wraps data keys: the seam for a key management service. `context` binds a wrapped key to its owner. */
export type KeyWrapper = {
  currentKid(): string;
  wrap(key: Buffer, context: string): Promise<{ kid: string; wrapped: string }>;
  /** @throws Error when the kid is unknown or the wrapped key was changed or moved */
  unwrap(kid: string, wrapped: string, context: string): Promise<Buffer>;
};

/** Builds a keyring from its configuration. */
export function keyringOf(text: KeyringText): Keyring {
  const keys = readKeys(text);
  const derived = new Map<string, Buffer>();
  return {
    current: currentKid(text),
    kids: [...keys.keys()],
    derive(kid, purpose) {
      const master = keys.get(kid);
      if (!master) return null;
      const name = `${kid}|${purpose}`;
      const known = derived.get(name) ?? Buffer.from(hkdfSync("sha256", master, "", purpose, 32));
      derived.set(name, known);
      return known;
    },
  };
}

let own: Keyring | undefined;

/** The keyring of this process: ENCRYPTION_KEY as `main`, and ENCRYPTION_KEYS. */
export function keyring(): Keyring {
  own ??= keyringOf(env());
  return own;
}

/** Wraps with the keys of a keyring (AES-256-GCM, 96-bit random IV). */
export function localKeyWrapper(ring: Keyring = keyring()): KeyWrapper {
  return {
    currentKid: () => ring.current,
    wrap: async (key, context) => {
      const { iv, ciphertext, tag } = encrypt(masterKey(ring, ring.current), key, context);
      return { kid: ring.current, wrapped: Buffer.concat([iv, ciphertext, tag]).toString("base64url") };
    },
    unwrap: async (kid, wrapped, context) => {
      const bytes = Buffer.from(wrapped, "base64url");
      if (bytes.length <= IV_BYTES + TAG_BYTES) throw new Error("not a wrapped key");
      return decrypt(masterKey(ring, kid), context, {
        iv: bytes.subarray(0, IV_BYTES),
        ciphertext: bytes.subarray(IV_BYTES, -TAG_BYTES),
        tag: bytes.subarray(-TAG_BYTES),
      });
    },
  };
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

export type Sealed = { iv: Buffer; ciphertext: Buffer; tag: Buffer };

/** AES-256-GCM with a fresh random IV; `place` is authenticated, not stored. */
export function encrypt(key: Buffer, plaintext: Buffer, place: string): Sealed {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(place));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { iv, ciphertext, tag: cipher.getAuthTag() };
}

/** @throws Error when anything was changed or belongs elsewhere */
export function decrypt(key: Buffer, place: string, { iv, ciphertext, tag }: Sealed): Buffer {
  // A shorter tag would be easier to guess: GCM accepts one unless told not to.
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(place))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}

function masterKey(ring: Keyring, kid: string): Buffer {
  const key = ring.derive(kid, "atrium tenant key");
  if (!key) throw new Error(`the key-encryption key ${kid} is not configured`);
  return key;
}
