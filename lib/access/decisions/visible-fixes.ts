import { holdsPermission } from "@/lib/access/roles/holds-permission";
import type { TenantContext } from "@/lib/core/context";
import type { Fix } from "./schema";

/** What of the fixes this caller may see: people and roles only to who may read them anyway. */
export function visibleFixes(ctx: TenantContext, fixes: readonly Fix[]): Fix[] {
  const [seesPeople, seesRoles] = [holdsPermission(ctx, "members:read"), holdsPermission(ctx, "roles:read")];
  return fixes.map((fix) => ({
    ...fix,
    who: seesPeople ? fix.who : [],
    roles: seesRoles ? fix.roles : [],
  }));
}
