import "server-only";
import { createCipheriv, createDecipheriv } from "node:crypto";
import type { BundleKeys } from "./bundle-key";

export const CHUNK_BYTES = 64 * 1024;
export const TAG_BYTES = 16;
/** Before each chunk: the length of its ciphertext, without the tag. */
export const LENGTH_BYTES = 4;

/** One chunk of the stream: its number and whether it is the last are part of nonce and authenticated data. */
export type Position = { index: number; last: boolean };

export function sealChunk(keys: BundleKeys, position: Position, plaintext: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", keys.content, nonceOf(position)).setAAD(aadOf(keys, position));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(ciphertext.length);
  return Buffer.concat([length, ciphertext, cipher.getAuthTag()]);
}

/** @throws Error when the chunk was changed, belongs at another position, or is wrongly the last or not the last */
export function openChunk(keys: BundleKeys, position: Position, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", keys.content, nonceOf(position), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(aadOf(keys, position))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
}

/** The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): a counter and a mark of the end. */
function nonceOf({ index, last }: Position): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function aadOf({ headerHash }: BundleKeys, position: Position): Buffer {
  return Buffer.concat([headerHash, nonceOf(position)]);
}
