import "server-only";
import { DomainError } from "@/lib/core/errors";
import { takeRate } from "@/lib/infra/rate/take-rate";
import type { Caller } from "./authenticate";

/**
 * Takes one request of the route's own limit, by address for strangers and by person for the signed-in.
 * @throws DomainError rate_limited
 */
export async function takeRouteRate(
  spec: { method: string; path: string; rate?: { limit: number; windowSeconds: number } },
  caller: Caller,
): Promise<void> {
  if (!spec.rate) return;
  const taken = await takeRate(
    `route:${spec.method} ${spec.path}:${whoIs(caller)}`,
    spec.rate.limit,
    spec.rate.windowSeconds,
  );
  if (taken.allowed) return;
  throw new DomainError("rate_limited", "Too many requests. Wait a moment and try again.", {
    retryAfterSeconds: taken.retryAfterSeconds,
    subject: "route_rate",
    figures: {
      used: spec.rate.limit,
      limit: spec.rate.limit,
      resetsAt: new Date(Date.now() + taken.resetSeconds * 1000),
    },
  });
}

function whoIs({ ctx }: Caller): string {
  if (!("actor" in ctx)) return ctx.ip ?? "unknown";
  switch (ctx.actor.type) {
    case "user":
      return ctx.actor.userId;
    case "api_key":
      return ctx.actor.apiKeyId;
    case "system":
    case "scim":
      return ctx.actor.name;
    default:
      return ctx.actor satisfies never;
  }
}
