import "server-only";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { StaffActor, StaffContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import { assertStaff } from "../assert-staff";

/** Support sessions and requests that one person of staff may start an hour. */
export const STARTS = { limit: 10, windowSeconds: 3600 };

/**
 * Who may begin to act in somebody's place: staff who proved both factors within ten minutes, themselves in nobody's
 * place.
 * @throws PermissionError; DomainError step_up_required
 */
export function assertMayStart(ctx: StaffContext): void {
  assertStaff(ctx);
  const { actor } = ctx;
  if (actor.support) throw new PermissionError("platform", { reason: "support_off_limits" });
  assertRecent(actor);
  // A trusted browser or an old second step is no proof of now.
  assertRecent({ ...actor, authAt: actor.mfaAt ?? new Date(0) });
}

export function staffName(ctx: StaffContext): string {
  return (ctx.actor.name || ctx.actor.email).slice(0, 255);
}

/** Staff who ask to see a workspace, or were refused it: named in its log with the ticket, in nobody's place yet. */
export function askingStaff(ctx: StaffContext, wish: { ticket: string }): StaffActor {
  return { type: "staff", staffId: ctx.actor.userId, name: staffName(ctx), ticket: wish.ticket };
}
