import "server-only";
import { canRequireSso } from "@/lib/access/single-sign-on/enforcement/can-require-sso";
import type { TenantContext } from "@/lib/core/context";
import { policyOf, type VersionedPolicy } from "@/lib/tenancy/policies/policy-of";
import { withSystem } from "@/lib/tenancy/with-system";
import type { SecurityPolicyDto } from "./schema";

/**
 * The workspace's security policy in force.
 * @throws DomainError permission_denied
 */
export async function getSecurityPolicy(ctx: TenantContext): Promise<SecurityPolicyDto> {
  ctx.authorize("security:read");
  return presentPolicy(ctx, await withSystem((tx) => policyOf(tx, ctx.tenant.id)));
}

export async function presentPolicy(ctx: TenantContext, found: VersionedPolicy): Promise<SecurityPolicyDto> {
  return {
    ...found.policy,
    version: found.version,
    changed_at: found.changedAt?.toISOString() ?? null,
    changed_by: found.changedBy,
    your_address: ctx.ip,
    has_sso_connection: await canRequireSso(ctx),
  };
}
