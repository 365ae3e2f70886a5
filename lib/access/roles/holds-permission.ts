import type { TenantContext } from "@/lib/core/context";

/** Whether an actor holds a permission by role and, for a key, by scope: what they may hand on. */
export function holdsPermission(ctx: TenantContext, permission: string): boolean {
  const { actor } = ctx;
  return ctx.permissions.has(permission) && (actor.type !== "api_key" || actor.scopes.includes(permission));
}
