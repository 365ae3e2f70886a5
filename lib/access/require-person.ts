import "server-only";
import { forbidden, redirect } from "next/navigation";
import type { UserContext } from "@/lib/core/context";
import { UnauthenticatedError } from "@/lib/core/errors";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { currentRequest, requireContext } from "./require-context";

/**
 * The first line of a portal page about the person rather than the workspace: the tenant's own checks, then who asks.
 * @throws UnauthenticatedError for a caller that is no person
 */
export async function requirePerson(): Promise<UserContext> {
  const { actor, requestId, ip, userAgent, tenant } = await requireContext();
  if (!hasCapability(tenant.status, tenant.billingState, "read")) redirect("/unavailable");
  const resolved = await currentRequest();
  // What is the person's own is nobody's business in their place.
  if (actor.type === "user" && actor.support) forbidden();
  if (actor.type !== "user" || resolved.kind !== "tenant") throw new UnauthenticatedError();
  return { actor, requestId, ip, userAgent, locale: resolved.locale };
}
