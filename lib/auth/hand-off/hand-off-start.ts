import "server-only";
import { adminUrl, tenantUrl } from "@/lib/tenancy/hosts";
import { domainUrl, tenantOfDomain } from "@/lib/tenancy/resolve-host";
import { safeNextPath } from "../safe-next-path";

/** Where a hand-off begins, on the host that wants the session; null when `to` cannot be a host's name. */
export async function handOffStart(to: string, next: string | undefined): Promise<string | null> {
  const safe = safeNextPath(next);
  const path = `/api/auth-flows/begin-hand-off${safe ? `?${new URLSearchParams({ next: safe })}` : ""}`;
  // A workspace's own name leads away only while it is proved: anything else would be an open redirect.
  if (to.includes(".")) return (await tenantOfDomain(to)) ? domainUrl(to, path) : null;
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(to)) return null;
  return to === "admin" ? adminUrl(path) : tenantUrl(to, path);
}
