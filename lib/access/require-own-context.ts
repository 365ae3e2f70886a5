import "server-only";
import { headers } from "next/headers";
import { forbidden } from "next/navigation";
import type { TenantContext } from "@/lib/core/context";
import { keepReceipt } from "./receipts/keep-receipt";
import { currentRequest, requireContext } from "./require-context";

/**
 * The first line of a portal page that is somebody's own, whatever they may do: requireContext(), but 403 for support
 * staff in a member's place.
 */
export async function requireOwnContext(): Promise<TenantContext> {
  const resolved = await currentRequest();
  if (resolved.kind === "tenant") await refuseSupport(resolved.ctx);
  return requireContext();
}

async function refuseSupport(ctx: TenantContext): Promise<void> {
  if (ctx.actor.type !== "user" || !ctx.actor.support) return;
  const route = (await headers()).get("x-path")?.split("?")[0] ?? "/";
  const details = { reason: "support_off_limits", subject: "session" };
  const message = "This is off limits in a support session.";
  await keepReceipt(ctx, { code: "permission_denied", message, details }, { method: "PAGE", route });
  forbidden();
}
