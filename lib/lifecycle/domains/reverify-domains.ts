import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { newId } from "@/lib/core/ids";
import type { Domain } from "@/lib/infra/prisma/generated/client";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { type ProofNews, sweepProofs } from "@/lib/tenancy/domain-proof/sweep-proofs";
import { forgetDomain } from "@/lib/tenancy/resolve-host";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { hostnames } from "./internal";

/** Looks again at proved host names; owners of the account are mailed of one that is in doubt or no longer served. */
export async function reverifyDomains(now = new Date()): Promise<number> {
  return sweepProofs(
    hostnames,
    { listeners: async () => null, tell, after: ({ hostname }) => forgetDomain(hostname) },
    now,
  );
}

async function tell(tx: SystemTx, row: Domain, { kind, dropsAt }: ProofNews): Promise<void> {
  const { tenantId, hostname } = row;
  await recordEvent(
    tx,
    {
      requestId: newId(),
      ip: null,
      userAgent: null,
      actor: { type: "system", name: "worker" },
      tenant: { id: tenantId },
    },
    { action: `domain.${kind}`, target: { type: "domain", id: row.id, label: hostname } },
  );
  if (kind === "verified") return;
  const tenant = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    include: {
      account: {
        include: {
          accountMembers: {
            where: { role: "owner" },
            include: { user: { select: { email: true, locale: true } } },
          },
        },
      },
    },
  });
  for (const { user } of tenant.account.accountMembers) {
    const base = { to: user.email, locale: user.locale === "nl" ? ("nl" as const) : ("en" as const) };
    const data = { tenantName: tenant.name, hostname, slug: tenant.slug };
    if (kind === "dropped") await enqueueMail(tx, { ...base, template: "domain_dropped", data });
    else {
      const dropAt = dropsAt.toISOString();
      await enqueueMail(tx, { ...base, template: "domain_failing", data: { ...data, dropAt } });
    }
  }
}
