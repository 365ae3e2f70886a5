import "server-only";
import { decide } from "@/lib/access/decide";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import type { TenantContext } from "@/lib/core/context";
import { getRole } from "./get-role";
import { effectivePermissions } from "./grants/effective-permissions";
import type { RoleDecisions } from "./schema";

/**
 * What a person with this role and no other may do in the tenant as it is now, decided by decide() itself. Nobody's
 * session changes.
 * @throws DomainError permission_denied; NotFoundError
 */
export async function previewAsRole(ctx: TenantContext, id: string): Promise<RoleDecisions> {
  const role = await getRole(ctx, id);
  const permissions = effectivePermissions([{ allowed: role.permissions, denied: role.denied }]);
  const facts = { actor: { type: "system", name: "preview" } as const, tenant: ctx.tenant, permissions };
  return {
    decisions: PERMISSION_KEYS.map((permission) => {
      const decision = decide(facts, permission);
      if (decision.allowed) return { permission, allowed: true, reason: null };
      const isDenied = role.denied.includes(permission);
      return { permission, allowed: false, reason: isDenied ? "role_denies" : decision.reason };
    }),
  };
}
