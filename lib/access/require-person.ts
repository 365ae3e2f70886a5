import "server-only";
import { redirect } from "next/navigation";
import type { UserContext } from "@/lib/core/context";
import { UnauthenticatedError } from "@/lib/core/errors";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { currentRequest } from "./require-context";
import { requireOwnContext } from "./require-own-context";

/**
 * The first line of a portal page about the person rather than the workspace: the tenant's own checks, then who asks.
 * Answers 403 to support staff in a member's place: what is the member's own is nobody else's.
 * @throws UnauthenticatedError for a caller that is no person
 */
export async function requirePerson(): Promise<UserContext> {
  const resolved = await currentRequest();
  const { actor, requestId, ip, userAgent, tenant } = await requireOwnContext();
  if (!hasCapability(tenant.status, tenant.billingState, "read")) redirect("/unavailable");
  if (actor.type !== "user" || resolved.kind !== "tenant") throw new UnauthenticatedError();
  return { actor, requestId, ip, userAgent, locale: resolved.locale };
}
