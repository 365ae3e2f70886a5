import "server-only";
import { explainDecision, type TraceStep } from "@/lib/access/decide";
import { ACCOUNT_ROLE_PERMISSIONS, isPermission, permissionSpec } from "@/lib/access/permissions";
import type { TenantContext } from "@/lib/core/context";
import { ValidationError } from "@/lib/core/errors";
import { fixesOf } from "./fixes-of";
import { roleSources } from "./role-sources";
import { type ExplainQuery, type Explanation, explainQuery } from "./schema";
import { type SubjectFacts, subjectFacts } from "./subject-facts";

/**
 * Why a member or a key can or cannot do something: the runtime's own decision with the answer of every gate, what
 * would change it and who can. What only a live session knows is supposed, and the step says so.
 * @throws DomainError permission_denied (roles:read, members:read, and api_keys:read for a key)
 * @throws NotFoundError; ValidationError unknown_permission
 */
export async function explainAccess(ctx: TenantContext, input: ExplainQuery): Promise<Explanation> {
  ctx.authorize("roles:read");
  ctx.authorize("members:read");
  const query = explainQuery.parse(input);
  if (query.api_key_id) ctx.authorize("api_keys:read");
  const { permission } = query;
  if (!isPermission(permission)) {
    throw new ValidationError([
      { path: "permission", code: "unknown_permission", message: `There is no permission ${permission}.` },
    ]);
  }
  const found = await subjectFacts(ctx, query);
  const { decision, steps } = explainDecision(found.facts, permission);
  const roles = await roleSources(ctx.tenant.id, found.userId, permission);
  const trace = [subjectStep(found), ...steps.map((step) => present(step, found, query, ctx))];
  const refused = trace.find((step) => step.outcome === "deny");
  const accountRole = found.accountRole;
  const explanation = {
    subject: found.subject,
    permission,
    allowed: found.shut === null && decision.allowed,
    code: found.shut ? "unauthenticated" : decision.allowed ? null : decision.code,
    reason: refused?.reason ?? null,
    steps: trace,
    roles,
    account_role: accountRole && {
      role: accountRole,
      allows: (ACCOUNT_ROLE_PERMISSIONS[accountRole] as readonly string[]).includes(permission),
    },
  };
  const reasons = trace.flatMap((step) => (step.outcome === "deny" && step.reason ? [step.reason] : []));
  return { ...explanation, fixes: await fixesOf(ctx, { permission, reasons, roles }) };
}

type Step = Explanation["steps"][number];

function subjectStep({ shut, subject }: SubjectFacts): Step {
  return {
    gate: "subject",
    outcome: shut ? "deny" : "pass",
    reason: shut,
    facts: { type: subject.type, name: subject.name },
    depends_on: [],
  };
}

function present(
  { gate, denial }: TraceStep,
  found: SubjectFacts,
  query: ExplainQuery,
  ctx: TenantContext,
): Step {
  const isKey = found.subject.type === "api_key";
  const spec = isPermission(query.permission) ? permissionSpec(query.permission) : null;
  const isConcerned = {
    policy: found.applied !== null,
    roles: true,
    key_scopes: isKey,
    status: true,
    billing: true,
    feature: spec?.feature !== undefined,
  }[gate];
  const facts: Record<string, string | null> = {
    policy: { supposed_address: query.ip ?? null },
    roles: { account_role: found.accountRole },
    key_scopes: { scopes: found.facts.actor.type === "api_key" ? found.facts.actor.scopes.join(" ") : null },
    status: { status: ctx.tenant.status, capability: spec?.capability ?? null },
    billing: { billing_state: ctx.tenant.billingState, capability: spec?.capability ?? null },
    feature: { feature: spec?.feature ?? null, plan: ctx.tenant.planKey },
  }[gate];
  return {
    gate,
    outcome: denial ? "deny" : isConcerned ? "pass" : "skip",
    reason: denial?.reason ?? null,
    facts,
    depends_on: gate === "policy" ? dependencies(found, query) : [],
  };
}

function dependencies({ applied, subject }: SubjectFacts, query: ExplainQuery): Step["depends_on"] {
  if (!applied) return [];
  const isMember = subject.type === "member";
  return [
    ...(applied.allowed !== null && query.ip === undefined ? (["address"] as const) : []),
    ...(isMember && applied.policy.mfa.required && !query.second_factor ? (["second_factor"] as const) : []),
    ...(isMember && applied.policy.sso.required && !query.sso ? (["sign_in_method"] as const) : []),
  ];
}
