import "server-only";
import { ACCOUNT_ROLE_PERMISSIONS, isPermission } from "@/lib/access/permissions";
import type { TenantContext } from "@/lib/core/context";
import { ValidationError } from "@/lib/core/errors";
import { fixesOf } from "./fixes-of";
import { roleSources } from "./role-sources";
import { type ExplainQuery, type Explanation, explainQuery } from "./schema";
import { traceAccess } from "./trace-access";
import { visibleFixes } from "./visible-fixes";

/**
 * Why a member, a service account or a key can or cannot do something: the runtime's own decision with the answer of every gate, what
 * would change it and who can. What only a live session knows is supposed, and the step says so. The security
 * policy's gate is for who holds security:read; for others it is left out, and the step says that too.
 * @throws DomainError permission_denied (roles:read, members:read, and api_keys:read for a key,
 *   service_accounts:read for a service account)
 * @throws NotFoundError; ValidationError unknown_permission
 */
export async function explainAccess(ctx: TenantContext, input: ExplainQuery): Promise<Explanation> {
  ctx.authorize("roles:read");
  ctx.authorize("members:read");
  const query = explainQuery.parse(input);
  if (query.api_key_id) ctx.authorize("api_keys:read");
  if (query.service_account_id) ctx.authorize("service_accounts:read");
  const { permission } = query;
  if (!isPermission(permission)) {
    throw new ValidationError([
      { path: "permission", code: "unknown_permission", message: `There is no permission ${permission}.` },
    ]);
  }
  const found = await traceAccess(ctx, query);
  const { steps, accountRole } = found;
  const roles = await roleSources(ctx.tenant.id, found.holder, permission);
  const refused = steps.find((step) => step.outcome === "deny");
  const reasons = steps.flatMap((step) => (step.outcome === "deny" && step.reason ? [step.reason] : []));
  return {
    subject: found.subject,
    permission,
    allowed: found.allowed,
    code: found.code,
    reason: refused?.reason ?? null,
    steps,
    roles,
    account_role: accountRole && {
      role: accountRole,
      allows: (ACCOUNT_ROLE_PERMISSIONS[accountRole] as readonly string[]).includes(permission),
    },
    fixes: visibleFixes(ctx, await fixesOf(ctx, { permission, reasons, roles })),
  };
}
