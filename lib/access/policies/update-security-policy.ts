import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { DomainError, PermissionError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/infra/prisma/generated/client";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import type { PolicySection } from "@/lib/notifications/mail/schema";
import { policyOf } from "@/lib/tenancy/policies/policy-of";
import {
  type SecurityPolicyInput,
  type StoredPolicy,
  securityPolicyInput,
} from "@/lib/tenancy/policies/schema";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { presentPolicy } from "./get-security-policy";
import { assertPolicy, changedSections, mergePolicy } from "./internal";
import { type Admin, listAdmins } from "./list-admins";
import type { SecurityPolicyDto } from "./schema";

/**
 * Changes the named sections of the security policy; it applies to everybody's next request. Needs a recent proof of
 * identity and the version that was read. Mails every admin. Saving what is in force already changes nothing.
 * @throws DomainError permission_denied, step_up_required, precondition_failed (another version is in force);
 *   ValidationError, ConflictError as assertPolicy
 */
export async function updateSecurityPolicy(
  ctx: TenantContext,
  input: SecurityPolicyInput,
  expectedVersion: number | null,
): Promise<SecurityPolicyDto> {
  ctx.authorize("security:update");
  const { actor } = ctx;
  if (actor.type !== "user") throw new PermissionError("session", { reason: "keys_not_allowed" });
  const change = securityPolicyInput.parse(input);
  assertRecent(actor);
  const tenantId = ctx.tenant.id;
  const found = await withSystem((tx) => policyOf(tx, tenantId));
  if (found.version !== expectedVersion) throw staleVersion();
  const after = mergePolicy(found.policy, change);
  await assertPolicy(ctx, found.policy, after);
  const sections = changedSections(found.policy, after);
  if (sections.length === 0) return presentPolicy(ctx, found);
  const admins = await listAdmins(tenantId);
  const saved = await withSystem(async (tx) => {
    const { count } = await tx.securityPolicy.createMany({
      data: {
        tenantId,
        version: found.version + 1,
        policy: after as unknown as Prisma.InputJsonObject,
        changedBy: actor.userId,
        changedByName: (actor.name || actor.email).slice(0, 255),
      },
      // Two admins at once: the second finds the version taken.
      skipDuplicates: true,
    });
    if (count === 0) throw staleVersion();
    await recordEvent(tx, ctx, {
      action: "security_policy.updated",
      target: { type: "security_policy", id: tenantId, label: ctx.tenant.name },
      before: pick(found.policy, sections),
      after: pick(after, sections),
    });
    await mailAdmins(tx, ctx, admins, sections);
    return policyOf(tx, tenantId);
  });
  return presentPolicy(ctx, saved);
}

function staleVersion(): DomainError {
  return new DomainError("precondition_failed", "The policy was changed meanwhile. Read it again.");
}

function pick(policy: StoredPolicy, sections: readonly PolicySection[]): Record<string, unknown> {
  return Object.fromEntries(sections.map((key) => [key, policy[key]]));
}

async function mailAdmins(
  tx: SystemTx,
  ctx: TenantContext,
  admins: Admin[],
  sections: PolicySection[],
): Promise<void> {
  const changedBy = ctx.actor.type === "user" ? ctx.actor.name || ctx.actor.email : ctx.actor.name;
  for (const { email } of admins) {
    await enqueueMail(tx, {
      template: "security_policy_changed",
      to: email,
      locale: ctx.tenant.locale,
      data: {
        tenantName: ctx.tenant.name,
        changedBy: changedBy.slice(0, 255),
        sections,
        slug: ctx.tenant.slug,
      },
    });
  }
}
