import "server-only";
import type { Tenant } from "@/lib/infra/prisma/generated/client";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** Tells the owners of a tenant's account, each in their own language, what becomes of it. */
export async function mailOwners(
  tx: SystemTx,
  tenant: Tenant,
  mail: "tenant_deletion_scheduled" | "tenant_restored",
): Promise<void> {
  const owners = await tx.accountMember.findMany({
    where: { accountId: tenant.accountId, role: "owner" },
    include: { user: { select: { email: true, locale: true } } },
  });
  for (const { user } of owners) {
    const base = { to: user.email, locale: user.locale === "nl" ? ("nl" as const) : ("en" as const) };
    if (mail === "tenant_restored") {
      await enqueueMail(tx, {
        ...base,
        template: mail,
        data: { tenantName: tenant.name, slug: tenant.slug },
      });
    } else {
      const deleteAfter = (tenant.deleteAfter ?? new Date()).toISOString();
      await enqueueMail(tx, { ...base, template: mail, data: { tenantName: tenant.name, deleteAfter } });
    }
  }
}
