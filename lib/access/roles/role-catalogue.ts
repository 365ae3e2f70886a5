import type { TenantContext } from "@/lib/core/context";
import { permissionSpec, ROLE_PERMISSION_KEYS } from "../permissions";
import { holdsPermission } from "./holds-permission";

/** What a role may hold, with its risk and whether this person may hand it on. */
export function roleCatalogue(ctx: TenantContext) {
  return ROLE_PERMISSION_KEYS.map((key) => ({
    key: key as string,
    risk: permissionSpec(key).risk,
    held: holdsPermission(ctx, key),
  }));
}
