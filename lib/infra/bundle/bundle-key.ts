import "server-only";
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  scrypt,
} from "node:crypto";
import * as z from "zod";
import { decrypt, encrypt } from "../keyring";
import { BundleError } from "./bundle-error";

/** Who can open a bundle: whoever knows the passphrase, or holds the secret of a recipient's key. */
export type BundleLock = { passphrase: string; scryptCost?: number } | { recipient: string };
export type BundleUnlock = { passphrase: string } | { secret: string };

/** Keys of one bundle. `content` and `secrets` are bound to the exact header. */
export type BundleKeys = { headerHash: Buffer; content: Buffer; secrets: Buffer };

const MAGIC = "ATRIUM-BUNDLE 1 ";
/** scrypt with N = 2^17, r = 8, p = 1 takes 128 MB and about half a second a guess (RFC 7914). */
const SCRYPT_COST = 2 ** 17;
const MAX_HEADER_BYTES = 4096;
const bytes = z.string().transform((text) => Buffer.from(text, "base64url"));
const headerSchema = z.object({
  lock: z.discriminatedUnion("kind", [
    // Bounds: a hostile header may not make us spend gigabytes.
    z.object({
      kind: z.literal("scrypt"),
      cost: z
        .number()
        .int()
        .min(2 ** 14)
        .max(2 ** 20),
      salt: bytes,
    }),
    z.object({ kind: z.literal("x25519"), ephemeral: bytes, recipient: bytes }),
  ]),
  iv: bytes,
  key: bytes,
  tag: bytes,
});

/** Makes the keys of a new bundle and the header line that lets its reader find them again. */
export async function lockBundle(lock: BundleLock): Promise<{ header: Buffer; keys: BundleKeys }> {
  const fileKey = randomBytes(32);
  const { wrapping, description } =
    "passphrase" in lock ? await byPassphrase(lock) : byRecipient(lock.recipient);
  const { iv, ciphertext, tag } = encrypt(wrapping, fileKey, MAGIC);
  const json = { lock: description, iv: text(iv), key: text(ciphertext), tag: text(tag) };
  const header = Buffer.from(`${MAGIC}${text(Buffer.from(JSON.stringify(json)))}\n`);
  return { header, keys: deriveKeys(fileKey, header) };
}

/**
 * Finds a bundle's keys by its header line.
 * @throws BundleError not_a_bundle, wrong_key
 */
export async function unlockBundle(header: Buffer, unlock: BundleUnlock): Promise<BundleKeys> {
  const { lock, iv, key, tag } = readHeader(header);
  const wrapping = await wrappingKey(lock, unlock);
  if (iv.length !== 12 || tag.length !== 16) throw new BundleError("not_a_bundle", "The header is damaged.");
  try {
    return deriveKeys(decrypt(wrapping, MAGIC, { iv, ciphertext: key, tag }), header);
  } catch (cause) {
    throw new BundleError("wrong_key", "The passphrase or key does not open this file.", cause);
  }
}

/** A key pair for bundles: give away the recipient, keep the secret. */
export function newRecipient(): { recipient: string; secret: string } {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  return {
    recipient: `atrium-recipient-${publicKey.export({ format: "jwk" }).x}`,
    secret: `atrium-secret-${privateKey.export({ format: "jwk" }).d}`,
  };
}

/** How many bytes the header line of a file takes, from its first bytes; null when it is no bundle. */
export function headerLength(start: Buffer): number | null {
  if (!start.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC))) return null;
  const end = start.subarray(0, MAX_HEADER_BYTES).indexOf("\n");
  return end === -1 ? null : end + 1;
}

type Lock = z.output<typeof headerSchema>["lock"];

function readHeader(header: Buffer): z.output<typeof headerSchema> {
  try {
    const encoded = header.subarray(MAGIC.length, -1).toString("latin1");
    return headerSchema.parse(JSON.parse(Buffer.from(encoded, "base64url").toString("utf8")));
  } catch (cause) {
    throw new BundleError("not_a_bundle", "The header is damaged.", cause);
  }
}

async function wrappingKey(lock: Lock, unlock: BundleUnlock): Promise<Buffer> {
  if (lock.kind === "scrypt") {
    if (!("passphrase" in unlock)) throw new BundleError("wrong_key", "This file needs a passphrase.");
    return stretch(unlock.passphrase, lock.salt, lock.cost);
  }
  if (!("secret" in unlock)) throw new BundleError("wrong_key", "This file was made for a recipient's key.");
  try {
    const mine = createPrivateKey({ key: secretJwk(unlock.secret, lock.recipient), format: "jwk" });
    return agree(mine, publicOf(lock.ephemeral), lock.ephemeral, lock.recipient);
  } catch (cause) {
    throw new BundleError("wrong_key", "This is no secret key for bundles.", cause);
  }
}

async function byPassphrase({
  passphrase,
  scryptCost = SCRYPT_COST,
}: {
  passphrase: string;
  scryptCost?: number;
}) {
  const salt = randomBytes(16);
  const wrapping = await stretch(passphrase, salt, scryptCost);
  return { wrapping, description: { kind: "scrypt", cost: scryptCost, salt: text(salt) } };
}

function byRecipient(recipient: string) {
  const target = Buffer.from(recipient.replace(/^atrium-recipient-/, ""), "base64url");
  if (target.length !== 32) throw new BundleError("wrong_key", "This is no recipient's key.");
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const ephemeral = Buffer.from(String(publicKey.export({ format: "jwk" }).x), "base64url");
  const wrapping = agree(privateKey, publicOf(target), ephemeral, target);
  return { wrapping, description: { kind: "x25519", ephemeral: text(ephemeral), recipient: text(target) } };
}

function agree(mine: KeyObject, theirs: KeyObject, ephemeral: Buffer, recipient: Buffer): Buffer {
  const shared = diffieHellman({ privateKey: mine, publicKey: theirs });
  return Buffer.from(
    hkdfSync("sha256", shared, Buffer.concat([ephemeral, recipient]), "atrium bundle recipient", 32),
  );
}

function publicOf(raw: Buffer): KeyObject {
  return createPublicKey({ key: { kty: "OKP", crv: "X25519", x: text(raw) }, format: "jwk" });
}

function secretJwk(secret: string, recipient: Buffer) {
  return { kty: "OKP", crv: "X25519", d: secret.replace(/^atrium-secret-/, ""), x: text(recipient) };
}

function stretch(passphrase: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options = { N: cost, r: 8, p: 1, maxmem: 2 * 128 * 8 * cost };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize("NFKC"), salt, 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function deriveKeys(fileKey: Buffer, header: Buffer): BundleKeys {
  const headerHash = createHash("sha256").update(header).digest();
  const derive = (use: string) =>
    Buffer.from(hkdfSync("sha256", fileKey, headerHash, `atrium bundle ${use}`, 32));
  return { headerHash, content: derive("content"), secrets: derive("secrets") };
}

function text(raw: Buffer): string {
  return raw.toString("base64url");
}
