import "server-only";
import { apiDenial, type Denial, explainDecision, type GateId, type TraceStep } from "@/lib/access/decide";
import { isPermission, permissionSpec } from "@/lib/access/permissions";
import type { TenantContext } from "@/lib/core/context";
import type { ExplainQuery, Explanation } from "./schema";
import { type SubjectFacts, subjectFacts } from "./subject-facts";

/** The answer with every gate's own. Authorises nothing: that is explainAccess()'s.
 * @throws NotFoundError
 */
export async function traceAccess(ctx: TenantContext, query: ExplainQuery) {
  const found = await subjectFacts(ctx, query);
  const { decision, steps } = explainDecision(found.facts, query.permission);
  // A service account acts by its keys only.
  const isProgram = found.subject.type !== "member";
  const api = isProgram ? apiDenial(ctx.tenant) : null;
  const refusal = decision.allowed ? api : decision;
  const trace: Step[] = [
    subjectStep(found),
    apiStep(isProgram, api),
    ...steps.map((step) => present(step, found, query, ctx)),
  ];
  return {
    subject: found.subject,
    holder: found.holder,
    accountRole: found.accountRole,
    allowed: found.shut === null && refusal === null,
    code: found.shut ? "unauthenticated" : (refusal?.code ?? null),
    steps: trace,
  };
}

function apiStep(isProgram: boolean, denial: Denial | null): Step {
  return {
    gate: "api",
    outcome: denial ? "deny" : isProgram ? "pass" : "skip",
    reason: denial?.reason ?? null,
    facts: {},
    depends_on: [],
  };
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
    policy: found.applied !== null || (isKey && found.keyAddresses.length > 0),
    session: query.support !== undefined && !isKey,
    roles: true,
    key_scopes: isKey,
    status: true,
    billing: true,
    feature: spec?.feature !== undefined,
  }[gate];
  const facts: Record<string, string | null> = {
    policy: {
      supposed_address: query.ip ?? null,
      key_addresses: found.keyAddresses.join(" ") || null,
      hidden: found.isPolicyHidden ? "security:read" : null,
    },
    session: { mode: query.support ?? null },
    roles: { account_role: found.accountRole },
    key_scopes: keyFacts(found),
    status: { status: ctx.tenant.status, capability: spec?.capability ?? null },
    billing: { billing_state: ctx.tenant.billingState, capability: spec?.capability ?? null },
    feature: { feature: spec?.feature ?? null, plan: ctx.tenant.planKey },
  }[gate];
  return {
    gate,
    outcome: denial ? "deny" : isConcerned ? "pass" : "skip",
    reason: denial?.reason ?? null,
    facts,
    depends_on: dependencies(gate, found, query),
  };
}

function dependencies(
  gate: GateId,
  { applied, subject, keyAddresses, isReachOpen, isPolicyHidden }: SubjectFacts,
  query: ExplainQuery,
): Step["depends_on"] {
  if (gate === "roles") return isReachOpen ? ["sign_in_method"] : [];
  if (gate !== "policy") return [];
  // Whether there is a policy is hidden as well.
  if (isPolicyHidden) return ["address", "second_factor", "sign_in_method"];
  const isMember = subject.type === "member";
  const hasList = (applied !== null && applied.allowed !== null) || keyAddresses.length > 0;
  return [
    ...(hasList && query.ip === undefined ? (["address"] as const) : []),
    ...(isMember && applied?.policy.mfa.required && !query.second_factor ? (["second_factor"] as const) : []),
    ...(isMember && applied?.policy.sso.required && !query.sso ? (["sign_in_method"] as const) : []),
  ];
}

/** What the key names, or which roles stand in place of that. */
function keyFacts({ subject, facts: { actor } }: SubjectFacts): Record<string, string | null> {
  if (subject.type !== "api_key" || actor.type !== "api_key") return { scopes: null, roles: null };
  return { scopes: actor.scopes.join(" "), roles: actor.roles?.join(" ") ?? null };
}
