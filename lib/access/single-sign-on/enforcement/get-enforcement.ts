import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { policyOf } from "@/lib/tenancy/policies/policy-of";
import { ssoDueAt } from "@/lib/tenancy/policies/policy-refusal";
import { withSystem } from "@/lib/tenancy/with-system";
import type { SsoEnforcementDto } from "../schema";
import { adminSignedIn } from "./can-require-sso";
import { listCandidates } from "./list-candidates";

/**
 * Whether single sign-on is required, who may do without it, and what is still missing to require it.
 * @throws DomainError permission_denied
 */
export async function getEnforcement(ctx: TenantContext): Promise<SsoEnforcementDto> {
  ctx.authorize("sso:read");
  const tenantId = ctx.tenant.id;
  const [{ policy }, glass, candidates, signedIn] = await Promise.all([
    withSystem((tx) => policyOf(tx, tenantId)),
    withSystem((tx) => tx.ssoBreakGlass.findUnique({ where: { tenantId } })),
    listCandidates(tenantId),
    adminSignedIn(tenantId),
  ]);
  return {
    required: policy.sso.required,
    grace_days: policy.sso.grace_days,
    due_at: ssoDueAt(policy)?.toISOString() ?? null,
    break_glass: candidates.find(({ id }) => id === glass?.userId) ?? null,
    candidates,
    admin_signed_in: signedIn,
  };
}
