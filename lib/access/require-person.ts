import "server-only";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import type { TenantContext, UserContext } from "@/lib/core/context";
import { UnauthenticatedError } from "@/lib/core/errors";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { keepReceipt } from "./receipts/keep-receipt";
import { currentRequest, requireContext } from "./require-context";

/**
 * The first line of a portal page about the person rather than the workspace: the tenant's own checks, then who asks.
 * Answers 403 to support staff in a member's place: what is the member's own is nobody else's.
 * @throws UnauthenticatedError for a caller that is no person
 */
export async function requirePerson(): Promise<UserContext> {
  const resolved = await currentRequest();
  if (resolved.kind === "tenant") await refuseSupport(resolved.ctx);
  const { actor, requestId, ip, userAgent, tenant } = await requireContext();
  if (!hasCapability(tenant.status, tenant.billingState, "read")) redirect("/unavailable");
  if (actor.type !== "user" || resolved.kind !== "tenant") throw new UnauthenticatedError();
  return { actor, requestId, ip, userAgent, locale: resolved.locale };
}

async function refuseSupport(ctx: TenantContext): Promise<void> {
  if (ctx.actor.type !== "user" || !ctx.actor.support) return;
  const route = (await headers()).get("x-path")?.split("?")[0] ?? "/";
  const details = { reason: "support_off_limits", subject: "session" };
  const message = "This is off limits in a support session.";
  await keepReceipt(ctx, { code: "permission_denied", message, details }, { method: "PAGE", route });
  forbidden();
}
