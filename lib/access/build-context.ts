import "server-only";
import type { AccountRole, Actor, RequestInfo, TenantContext, TenantFacts } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";
import { type DecisionFacts, type Denial, decide } from "./decide";
import { ACCOUNT_ROLE_PERMISSIONS } from "./permissions";

export type ContextParts = RequestInfo & {
  actor: Actor;
  tenant: TenantFacts;
  /** Permissions from the roles of the person, or of the person who made the key. */
  rolePermissions: readonly string[];
  accountRole: AccountRole | null;
  /** Set when the tenant's security policy keeps the caller out: the context then decides against everything. */
  refusal?: Denial | null;
};

/** Makes the context that verbs receive: the one place where decide() is tied to a request. */
export function buildContext(parts: ContextParts): TenantContext {
  const { rolePermissions, refusal, ...rest } = parts;
  const facts = buildFacts(parts);
  return {
    ...rest,
    permissions: facts.permissions,
    decide: (permission) => decide(facts, permission),
    authorize: (permission) => {
      const decision = decide(facts, permission);
      if (decision.allowed) return;
      throw new DomainError(decision.code, decision.message, {
        decisionId: decision.id,
        subject: decision.permission,
        reason: decision.reason,
      });
    },
  };
}

/** What decide() is given, for a request and for its simulation alike. */
export function buildFacts(
  parts: Pick<ContextParts, "actor" | "tenant" | "rolePermissions" | "accountRole" | "refusal">,
): DecisionFacts {
  const { actor, tenant, rolePermissions, accountRole, refusal = null } = parts;
  const added = accountRole ? ACCOUNT_ROLE_PERMISSIONS[accountRole] : [];
  return { actor, tenant, permissions: new Set([...rolePermissions, ...added]), refusal };
}
