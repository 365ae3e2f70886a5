import "server-only";
import { holdsPermission } from "@/lib/access/roles/holds-permission";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError, ValidationError } from "@/lib/core/errors";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";

/**
 * Refuses a key that could do more than its maker, or live longer than the workspace's policy allows. Status and plan
 * are judged at every call, not here.
 * @throws PermissionError scope_not_held; ValidationError key_life_exceeds_policy
 */
export async function assertKeyWish(
  ctx: TenantContext,
  wish: { scopes: readonly string[]; days: number | null },
): Promise<void> {
  if (wish.days === null) ctx.authorize("api_keys:create_permanent");
  const { max_days: max } = (await readPolicy(ctx.tenant.id)).api_keys;
  if (max !== null && (wish.days === null || wish.days > max)) {
    throw new ValidationError([
      {
        path: "expires_in_days",
        code: "key_life_exceeds_policy",
        message: `The security policy allows keys of at most ${max} days.`,
      },
    ]);
  }
  const lacking = wish.scopes.find((scope) => !holdsPermission(ctx, scope));
  if (lacking) throw new PermissionError(lacking, { reason: "scope_not_held" });
}
