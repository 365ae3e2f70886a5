import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A random word of letters and digits, as in Stripe's ids. */
export function randomWord(length: number): string {
  let word = "";
  for (const byte of randomBytes(length)) word += ALPHABET[byte % ALPHABET.length];
  return word;
}

/** A new id such as `sub_9fKQ…`. */
export function newId(prefix: string, length = 24): string {
  return `${prefix}_${randomWord(length)}`;
}
