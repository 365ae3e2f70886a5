import "server-only";
import { listAdmins } from "@/lib/access/policies/list-admins";
import { recordEvent } from "@/lib/audit/record-event";
import type { UserContext } from "@/lib/core/context";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { policyOf } from "@/lib/tenancy/policies/policy-of";
import { ssoDueAt } from "@/lib/tenancy/policies/policy-refusal";
import { tenantOfDomain } from "@/lib/tenancy/resolve-host";
import { withSystem } from "@/lib/tenancy/with-system";

/** Tells every admin, and the audit trail, that somebody enters without the single sign-on that is required. */
export async function noteBreakGlass(ctx: UserContext, to: string): Promise<void> {
  const { userId, ssoConnectionId, email, name } = ctx.actor;
  if (ssoConnectionId !== undefined || to === "admin") return;
  const slug = to.includes(".") ? await tenantOfDomain(to) : to;
  const tenant = await withSystem(async (tx) => {
    const found = await tx.tenant.findFirst({
      where: { slug: slug ?? "", ssoBreakGlass: { is: { userId } } },
      select: { id: true, name: true, slug: true, locale: true },
    });
    const due = found && ssoDueAt((await policyOf(tx, found.id)).policy);
    return due && due <= new Date() ? found : null;
  });
  if (!tenant) return;
  const admins = await listAdmins(tenant.id);
  await withSystem(async (tx) => {
    await tx.ssoBreakGlass.update({
      where: { tenantId: tenant.id },
      data: { lastUsedAt: new Date() },
      select: { tenantId: true },
    });
    await recordEvent(
      tx,
      { ...ctx, tenant },
      {
        action: "sso.break_glass_used",
        target: { type: "member", id: userId, label: name || email },
        after: { second_factor: ctx.actor.mfaAt !== null },
      },
    );
    for (const admin of admins) {
      await enqueueMail(tx, {
        template: "break_glass_used",
        to: admin.email,
        locale: tenant.locale === "nl" ? "nl" : "en",
        data: { tenantName: tenant.name, person: (name || email).slice(0, 255), slug: tenant.slug },
      });
    }
  });
}
