import "server-only";
import { hashRaw } from "@node-rs/argon2";
import { oneOfFew } from "./internal";

/** Of its own, and for good: what is looked up by its hash cannot be hashed anew at another cost. */
const COST = { algorithm: 2, memoryCost: 46 * 1024, timeCost: 1, parallelism: 1 } as const;

/** argon2id under a given salt, for short secrets that are looked up by their hash. */
export function hashWithSalt(text: string, salt: Uint8Array): Promise<Buffer> {
  return oneOfFew(() => hashRaw(text, { ...COST, salt }));
}
