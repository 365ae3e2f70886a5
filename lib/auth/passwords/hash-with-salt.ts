import "server-only";
import { hashRaw } from "@node-rs/argon2";
import { ARGON2, oneOfFew } from "./internal";

/** argon2id under a given salt, for short secrets that are looked up by their hash. */
export function hashWithSalt(text: string, salt: Uint8Array): Promise<Buffer> {
  return oneOfFew(() => hashRaw(text, { ...ARGON2, salt }));
}
