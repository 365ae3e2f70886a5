import "server-only";
import { adminUrl, tenantUrl } from "@/lib/tenancy/hosts";
import { safeNextPath } from "../safe-next-path";

/** Where a hand-off begins, on the host that wants the session; null when `to` cannot be a host's name. */
export function handOffStart(to: string, next: string | undefined): string | null {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(to)) return null;
  const safe = safeNextPath(next);
  const path = `/api/auth-flows/begin-hand-off${safe ? `?${new URLSearchParams({ next: safe })}` : ""}`;
  return to === "admin" ? adminUrl(path) : tenantUrl(to, path);
}
