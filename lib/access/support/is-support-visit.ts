import type { Resolved } from "../resolve-request";

/** Whether a request is our staff's, in a member's place. */
export function isSupportVisit(request: Resolved): boolean {
  return (
    request.kind === "tenant" && request.ctx.actor.type === "user" && request.ctx.actor.support !== undefined
  );
}
