import "server-only";
import { tenantOfDomain } from "@/lib/tenancy/resolve-host";

/** The workspace that a sign-in is headed for: `to` is its slug or its own host name. Undefined for none. */
export async function slugOfTarget(to: string | undefined): Promise<string | undefined> {
  if (!to || to === "admin") return undefined;
  return to.includes(".") ? ((await tenantOfDomain(to)) ?? undefined) : to;
}
