import "server-only";
import type { Actor } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";

/** How long a proof of identity is good for what is hard to take back. */
const STEP_UP_MINUTES = 10;

/**
 * Asks who changes something grave to have proved lately that it is them: a session left open is not enough. A key has no
 * session, and what it may change its scopes say.
 * @throws DomainError step_up_required
 */
export function assertRecent(actor: Actor, now: Date = new Date()): void {
  if (actor.type !== "user") return;
  if (now.getTime() - actor.authAt.getTime() <= STEP_UP_MINUTES * 60_000) return;
  throw new DomainError("step_up_required", "Confirm that it is you, and try again.");
}
