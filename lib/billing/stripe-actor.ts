import "server-only";
import type { RequestInfo, SystemActor } from "@/lib/core/context";

/** Who changed it when Stripe did: events of the mirror carry this. */
export const STRIPE_REQUEST: RequestInfo & { actor: SystemActor } = {
  requestId: "stripe",
  ip: null,
  userAgent: null,
  actor: { type: "system", name: "Stripe" },
};
