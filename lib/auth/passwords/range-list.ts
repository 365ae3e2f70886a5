import "server-only";
import { createHash } from "node:crypto";
import { DomainError } from "@/lib/core/errors";
import { safeFetch } from "@/lib/infra/outgoing/safe-fetch";
import type { BreachList } from "./breach-list";
import { normalised } from "./internal";

const TIMEOUT_MS = 2_000;
const PREFIX_LENGTH = 5;

/**
 * A list that speaks the range protocol of Have I Been Pwned (v3): it is asked for all hashes that begin with five
 * characters of the password's SHA-1 and never learns which one was meant. Padded answers hide how many there are;
 * entries of the padding have a count of 0.
 */
export function rangeList(baseUrl: string): BreachList {
  return {
    countOf: async (password) => {
      const hash = createHash("sha1").update(normalised(password)).digest("hex").toUpperCase();
      const suffix = hash.slice(PREFIX_LENGTH);
      const url = `${baseUrl.replace(/\/+$/, "")}/range/${hash.slice(0, PREFIX_LENGTH)}`;
      const { status, body } = await inTime(
        safeFetch(url, { headers: { "add-padding": "true", accept: "text/plain" }, totalMs: TIMEOUT_MS }),
      );
      if (status !== 200) throw new DomainError("upstream_failed", `The list answered ${status}.`);
      const line = body
        .toString()
        .split(/\r?\n/)
        .find((entry) => entry.slice(0, suffix.length + 1).toUpperCase() === `${suffix}:`);
      return line ? Number.parseInt(line.slice(suffix.length + 1), 10) || 0 : 0;
    },
  };
}

/** Looking the name up has a limit of its own, which is longer. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DomainError("upstream_failed", "The list is too slow.")), TIMEOUT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
