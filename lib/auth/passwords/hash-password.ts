import "server-only";
import { hash } from "@node-rs/argon2";
import { ARGON2, normalised, oneOfFew } from "./internal";

/** Hashes a password with argon2id and a random salt, in PHC form. */
export async function hashPassword(password: string): Promise<string> {
  return oneOfFew(() => hash(normalised(password), ARGON2));
}
