import "server-only";
import type { Resolved } from "@/lib/access/resolve-request";
import { SUPPORT_WRITES } from "@/lib/access/support/modes";
import type { SupportVisit } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import type { Wanted } from "./authenticate";
import { keepRefusal } from "./keep-refusal";

/**
 * What staff may call in a member's place: the workspace's reads that name a permission, and in write mode the routes of
 * the list. Everything else is refused before it begins, whatever it is and whenever it was added; decide() judges the
 * permission of what passes.
 * @throws PermissionError reason support_read_only, support_off_limits
 */
export async function assertWithinSupport(spec: Wanted, resolved: Resolved): Promise<void> {
  const ctx = "ctx" in resolved ? resolved.ctx : "user" in resolved ? resolved.user : null;
  const support = ctx?.actor.type === "user" ? ctx.actor.support : undefined;
  if (!ctx || !support) return;
  const reason = supportRefusal(spec, support.mode);
  if (!reason) return;
  const refusal = new PermissionError(spec.permission ?? "session", { reason });
  throw "tenant" in ctx ? await keepRefusal(ctx, spec, refusal) : refusal;
}

/** Why a route is out of reach in this mode; null when it is within. */
export function supportRefusal(
  spec: Pick<Wanted, "method" | "path" | "auth" | "permission">,
  mode: SupportVisit["mode"],
): "support_read_only" | "support_off_limits" | null {
  const name = `${spec.method} ${spec.path}`;
  if (spec.auth !== "tenant") return "support_off_limits";
  if (spec.method === "GET") return spec.permission ? null : "support_off_limits";
  if (!SUPPORT_WRITES.has(name)) return "support_off_limits";
  return mode === "write" ? null : "support_read_only";
}
