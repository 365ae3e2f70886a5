import "server-only";
import { type Admin, listAdmins } from "@/lib/access/policies/list-admins";
import { recordEvent } from "@/lib/audit/record-event";
import { newId } from "@/lib/core/ids";
import type { SsoDomain } from "@/lib/infra/prisma/generated/client";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { type ProofNews, sweepProofs } from "@/lib/tenancy/domain-proof/sweep-proofs";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { mailDomains } from "./domain-record";

/** Looks again at proved mail domains; admins are mailed of one that is in doubt or leads nowhere any more. */
export async function reverifySsoDomains(now = new Date()): Promise<number> {
  return sweepProofs(mailDomains, { listeners: ({ tenantId }) => listAdmins(tenantId), tell }, now);
}

async function tell(
  tx: SystemTx,
  row: SsoDomain,
  { kind, dropsAt }: ProofNews,
  admins: Admin[] | null,
): Promise<void> {
  const { tenantId, domain } = row;
  const system = { requestId: newId(), ip: null, userAgent: null };
  await recordEvent(
    tx,
    { ...system, actor: { type: "system", name: "worker" }, tenant: { id: tenantId } },
    { action: `sso.domain_${kind}`, target: { type: "sso_domain", id: row.id, label: domain } },
  );
  if (kind === "verified") return;
  const tenant = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { name: true, slug: true, locale: true },
  });
  const locale = tenant.locale === "nl" ? "nl" : "en";
  const data = { tenantName: tenant.name, domain, slug: tenant.slug };
  for (const { email: to } of admins ?? []) {
    if (kind === "dropped") {
      await enqueueMail(tx, { template: "sso_domain_dropped", to, locale, data });
    } else {
      const dropAt = dropsAt.toISOString();
      await enqueueMail(tx, { template: "sso_domain_failing", to, locale, data: { ...data, dropAt } });
    }
  }
}
