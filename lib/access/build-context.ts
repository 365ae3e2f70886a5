import "server-only";
import type { AccountRole, Actor, RequestInfo, TenantContext, TenantFacts } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";
import { type Denial, decide } from "./decide";
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
  const { rolePermissions, refusal = null, ...rest } = parts;
  const added = parts.accountRole ? ACCOUNT_ROLE_PERMISSIONS[parts.accountRole] : [];
  const permissions: ReadonlySet<string> = new Set([...rolePermissions, ...added]);
  const facts = { actor: parts.actor, tenant: parts.tenant, permissions, refusal };
  return {
    ...rest,
    permissions,
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
