import "server-only";
import { availableParallelism } from "node:os";
import { atMost } from "@/lib/infra/at-most";
import { onceAProcess } from "@/lib/infra/once-a-process";

/** argon2id at 64 MiB, two passes: above the minimum of OWASP and ASVS. Changing it rehashes at the next sign-in. */
export const ARGON2 = { algorithm: 2, memoryCost: 64 * 1024, timeCost: 2, parallelism: 1 } as const;
export const ARGON2_PREFIX = `$argon2id$v=19$m=${ARGON2.memoryCost},t=${ARGON2.timeCost},p=${ARGON2.parallelism}$`;

/** As many hashes at once as there are processors, at most four: more only take memory and other requests' time. */
export const oneOfFew = onceAProcess("oneOfFewHashes", () => atMost(Math.min(4, availableParallelism())));

/** The same characters typed on another keyboard are the same password (NIST SP 800-63B). */
export function normalised(password: string): string {
  return password.normalize("NFKC");
}
