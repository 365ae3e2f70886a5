import "server-only";
import { verify } from "@node-rs/argon2";
import { hashPassword } from "./hash-password";
import { ARGON2_PREFIX, normalised, oneOfFew } from "./internal";

export type Verified = { matches: boolean; needsRehash: boolean };

let dummy: Promise<string> | undefined;

/**
 * Compares a password with a stored hash. Without one (unknown person, no password yet) it does the same work on a
 * dummy, so that the time tells nothing.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<Verified> {
  dummy ??= hashPassword("no password hashes to this one");
  const reference = stored ?? (await dummy);
  const matches = await oneOfFew(() => verify(reference, normalised(password)).catch(() => false));
  return { matches: matches && stored !== null, needsRehash: !reference.startsWith(ARGON2_PREFIX) };
}
