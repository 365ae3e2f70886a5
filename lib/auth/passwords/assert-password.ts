import "server-only";
import { ValidationError } from "@/lib/core/errors";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "@/lib/core/password-rules";
import { passwordStrength } from "@/lib/core/password-strength";

import common from "./common-passwords.json";
import { normalised } from "./internal";

const MAX_BYTES = 1024;
/** A word of the person or product shorter than this may appear in any sentence. */
const MIN_CONTEXT_LENGTH = 4;
/** What has to be left of a password once common and own words are taken out of it. */
const MIN_OWN_CHARACTERS = 4;

const wholes = new Set(common.whole.split(" "));
const words = new Set(common.words.split(" "));

/**
 * Checks a new password: length after NFKC, 6,000 common ones, common words dressed up with digits, repetitions, and
 * words of the person and their workspaces. No composition rules (NIST SP 800-63B, ASVS 6.2).
 * @throws ValidationError password_too_short, password_too_long, password_common, password_personal
 */
export function assertPassword(
  password: string,
  context: readonly string[],
  options: { path?: string; minLength?: number } = {},
): void {
  const { path = "password", minLength = PASSWORD_MIN_LENGTH } = options;
  const refuse = (code: string, message: string, params?: Record<string, number>) =>
    new ValidationError([{ path, code, message, ...(params && { params }) }]);
  const text = normalised(password);
  const length = [...text].length;
  if (length < minLength)
    throw refuse("password_too_short", `Use at least ${minLength} characters.`, { minimum: minLength });
  if (length > PASSWORD_MAX_LENGTH || Buffer.byteLength(text) > MAX_BYTES)
    throw refuse("password_too_long", `Use at most ${PASSWORD_MAX_LENGTH} characters.`);
  const lower = text.toLowerCase();
  if (isCommon(lower)) throw refuse("password_common", "This password is among the first to be guessed.");
  if (isPersonal(lower, context))
    throw refuse("password_personal", "This password holds your name, your address or the product's name.");
}

function isCommon(lower: string): boolean {
  const plain = plainLetters(lower);
  if (wholes.has(lower) || wholes.has(plain)) return true;
  if (/^(.{1,6})\1+.{0,3}$/u.test(lower) || new Set(lower).size < 5) return true;
  if (!/\p{L}/u.test(lower) && passwordStrength(lower) <= 1) return true;
  return isDressedUp(lower) || isDressedUp(plain);
}

/** "P@ssw0rd2026!" is "password" with a tail, "summer-summer-1" one word twice; three common words are a phrase. */
function isDressedUp(form: string): boolean {
  const cores = form.split(/[^\p{L}]+/u).filter((part) => part.length > 2);
  const known = cores.every((part) => words.has(part) || isRepeatedWord(part));
  return cores.length > 0 && known && new Set(cores).size < 3;
}

function isRepeatedWord(part: string): boolean {
  const half = part.slice(0, part.length / 2);
  return half.length >= 3 && half + half === part;
}

function isPersonal(lower: string, context: readonly string[]): boolean {
  const own = context
    .flatMap((value) =>
      normalised(value)
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u),
    )
    .concat("atrium")
    .filter((word) => [...word].length >= MIN_CONTEXT_LENGTH);
  return own.some((word) => {
    if (!lower.includes(word) && !plainLetters(lower).includes(word)) return false;
    const rest = lower.replaceAll(word, "").replace(/[^\p{L}]+/gu, "");
    return rest.length < MIN_OWN_CHARACTERS || words.has(rest);
  });
}

const LEET: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

function plainLetters(lower: string): string {
  return [...lower].map((character) => LEET[character] ?? character).join("");
}
