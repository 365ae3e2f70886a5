import "server-only";
import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { DomainError } from "@/lib/core/errors";
import { returnRate } from "@/lib/infra/rate/return-rate";
import { takeRate } from "@/lib/infra/rate/take-rate";

export type AttemptLimit = { key: string; limit: number; windowSeconds: number };

/**
 * Takes one attempt under every limit, or none.
 * @throws DomainError rate_limited with the seconds to wait
 */
export async function takeAttempt(limits: readonly AttemptLimit[]): Promise<void> {
  const taken: AttemptLimit[] = [];
  for (const limit of limits) {
    const answer = await takeRate(limit.key, limit.limit, limit.windowSeconds);
    if (answer.allowed) {
      taken.push(limit);
      continue;
    }
    await returnAttempt(taken);
    throw new DomainError("rate_limited", "Too many attempts. Wait a moment and try again.", {
      retryAfterSeconds: answer.retryAfterSeconds,
    });
  }
}

/** Gives attempts back that turned out to be right. */
export async function returnAttempt(limits: readonly AttemptLimit[]): Promise<void> {
  for (const limit of limits) await returnRate(limit.key, limit.limit, limit.windowSeconds);
}

/** Names an address in a limit's key: an IPv6 customer holds a whole /64. */
export function addressKey(ip: string | null): string {
  if (!ip || !isIPv6(ip)) return ip ?? "unknown";
  const [head = "", tail = ""] = ip.split("%")[0]?.split("::") ?? [];
  const left = head.split(":").filter(Boolean);
  const right = tail.split(":").filter(Boolean);
  const missing = Math.max(0, 8 - left.length - right.length);
  const groups = ip.includes("::") ? [...left, ...Array<string>(missing).fill("0"), ...right] : left;
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** Names a person in a limit's key without writing the address down. */
export function emailKey(email: string): string {
  return createHash("sha256").update(email).digest("base64url").slice(0, 22);
}
