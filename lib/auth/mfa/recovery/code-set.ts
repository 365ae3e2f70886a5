import "server-only";
import { randomBytes } from "node:crypto";
import * as z from "zod";
import { hashWithSalt } from "../../passwords/hash-with-salt";

/** Without letters that look like a figure (Crockford's base 32). */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const CODE_CHARACTERS = 12;
const SALT_BYTES = 16;
export const CODES_A_SET = 10;

/** A set of codes as it is stored: hashes under one salt, in hexadecimal while it waits in a token. */
export const codeSet = z.strictObject({ salt: z.hex(), hashes: z.array(z.hex()).length(CODES_A_SET) });
export type CodeSet = z.output<typeof codeSet>;

/** Ten fresh codes of 60 bits, as they are shown (`abcd-efgh-jkmn`), and what is stored of them. */
export async function makeCodes(): Promise<{ codes: string[]; set: CodeSet }> {
  const plain = Array.from({ length: CODES_A_SET }, () =>
    [...randomBytes(CODE_CHARACTERS)].map((byte) => ALPHABET[byte % ALPHABET.length]).join(""),
  );
  const salt = randomBytes(SALT_BYTES);
  const hashes = await Promise.all(plain.map(async (code) => (await hashCode(code, salt)).toString("hex")));
  const codes = plain.map((code) => code.match(/.{4}/g)?.join("-") ?? code);
  return { codes, set: { salt: salt.toString("hex"), hashes } };
}

/** Guessable by machines if it were hashed fast: argon2id, as for passwords. */
export function hashCode(code: string, salt: Uint8Array): Promise<Buffer> {
  return hashWithSalt(readCode(code), salt);
}

/** A code as typed: any case, with or without its dashes, a look-alike for the letter or figure that was meant. */
function readCode(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/[^0-9a-z]/g, "")
    .replace(/o/g, "0")
    .replace(/[il]/g, "1");
}
