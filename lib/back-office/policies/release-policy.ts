import "server-only";
import { listAdmins } from "@/lib/access/policies/list-admins";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { NotFoundError, ValidationError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import type { PolicySection } from "@/lib/notifications/mail/schema";
import { policyOf } from "@/lib/tenancy/policies/policy-of";
import { withSystem } from "@/lib/tenancy/with-system";

const WHO = "Atrium support";

/**
 * Break-glass: lets a workspace's people in again whom its own policy shut out, by turning off its IP allowlist, single
 * sign-on and second factor. Everything else stays. Recorded in both logs with the reason, and mailed to every admin.
 * Returns the sections that were turned off.
 * @throws NotFoundError; ValidationError without a reason
 */
export async function releasePolicy(input: { slug: string; reason: string }): Promise<PolicySection[]> {
  const reason = input.reason.trim();
  if (reason.length < 10) {
    throw new ValidationError([{ path: "reason", code: "required", message: "Say why, in a sentence." }]);
  }
  const tenant = await withSystem((tx) =>
    tx.tenant.findFirst({ where: { slug: input.slug, status: { not: "erased" } } }),
  );
  if (!tenant) throw new NotFoundError("workspace");
  const admins = await listAdmins(tenant.id);
  const info = { requestId: newId(), ip: null, userAgent: null };
  const ctx = { ...info, actor: { type: "system", name: WHO } as const, tenant: { id: tenant.id } };
  return withSystem(async (tx) => {
    const { version, policy } = await policyOf(tx, tenant.id);
    const after = {
      ...policy,
      mfa: { ...policy.mfa, required: false },
      sso: { required: false, grace_days: 0 },
      ip_allowlist: { ...policy.ip_allowlist, enabled: false },
      mfa_since: null,
      sso_since: null,
      // A shorter password than ours is for workspaces with a second factor.
      password: { min_length: Math.max(12, policy.password.min_length) },
    };
    const sections = (["mfa", "sso", "ip_allowlist"] as const).filter(
      (key) => JSON.stringify(policy[key]) !== JSON.stringify(after[key]),
    );
    if (sections.length === 0) return [];
    const pick = (from: typeof policy) => Object.fromEntries(sections.map((key) => [key, from[key]]));
    await tx.securityPolicy.create({
      data: { tenantId: tenant.id, version: version + 1, policy: after, changedByName: WHO },
      select: { version: true },
    });
    const target = { type: "security_policy", id: tenant.id, label: tenant.name };
    const change = { action: "security_policy.released", target, before: pick(policy), after: pick(after) };
    await recordEvent(tx, ctx, { ...change, after: { ...change.after, reason } });
    await recordPlatformEvent(tx, ctx, {
      ...change,
      tenantId: tenant.id,
      accountId: tenant.accountId,
      reason,
    });
    for (const { email } of admins) {
      await enqueueMail(tx, {
        template: "security_policy_changed",
        to: email,
        locale: tenant.locale === "nl" ? "nl" : "en",
        data: { tenantName: tenant.name, changedBy: WHO, sections, slug: tenant.slug },
      });
    }
    return sections;
  });
}
