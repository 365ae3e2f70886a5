import "server-only";
import { timingSafeEqual } from "node:crypto";
import { newId } from "@/lib/core/ids";
import { hashToken } from "@/lib/infra/tokens";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { withSystem } from "@/lib/tenancy/with-system";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { type Admin, listAdmins } from "../policies/list-admins";
import { endKey } from "./end-key";
import { parseKeyText } from "./key-text";
import { lockLineage } from "./lock-lineage";
import { type LeakReport, leakReport } from "./schema";

type Tenant = { id: string; name: string; slug: string; locale: string };

/**
 * Whoever holds a whole key that works may end it: it and every key of its lineage that still works are revoked, the workspace's
 * admins and the key's maker are mailed. Tells the reporter nothing, so that it is no way to try keys.
 */
export async function reportLeakedKey(
  info: { requestId: string; ip: string | null; userAgent: string | null },
  input: LeakReport,
): Promise<void> {
  const { key, found_at: foundAt } = leakReport.parse(input);
  const parts = parseKeyText(key.trim());
  if (!parts) return;
  const entry = await withSystem((tx) =>
    tx.apiKeyDirectoryEntry.findUnique({
      where: { keyId: parts.keyId },
      select: { apiKeyId: true, secretHash: true, tenant: true },
    }),
  );
  if (!entry || !timingSafeEqual(entry.secretHash, hashToken(parts.secret))) return;
  const { tenant } = entry;
  const admins = await listAdmins(tenant.id);
  await withTenant({ tenantId: tenant.id, cell: tenant.cell }, async (tx) => {
    const where = { tenantId_id: { tenantId: tenant.id, id: entry.apiKeyId } };
    const named = await tx.apiKey.findUnique({ where, select: { lineageId: true } });
    if (!named) return;
    await lockLineage(tx, tenant.id, named.lineageId);
    const leaked = await tx.apiKey.findUnique({ where });
    // A key that has ended tells nobody the secret of its successor.
    if (!leaked || leaked.revokedAt || (leaked.expiresAt && leaked.expiresAt <= new Date())) return;
    const lineage = await tx.apiKey.findMany({
      where: { tenantId: tenant.id, lineageId: leaked.lineageId, revokedAt: null },
    });
    const ctx = {
      ...info,
      actor: { type: "system", name: "Atrium" } as const,
      tenant: { id: tenant.id },
      requestId: info.requestId || newId(),
    };
    let revoked = 0;
    for (const row of lineage) {
      if (await endKey(tx, ctx, row, "api_key.leaked", { found_at: foundAt ?? null })) revoked += 1;
    }
    if (revoked > 0) await mailEverybody(tx, tenant, admins, { name: leaked.name, by: leaked.createdBy });
  });
}

async function mailEverybody(
  tx: TenantTx,
  tenant: Tenant,
  admins: readonly Admin[],
  key: { name: string; by: string },
): Promise<void> {
  const maker = await tx.membership.findUnique({
    where: { tenantId_userId: { tenantId: tenant.id, userId: key.by } },
    select: { email: true },
  });
  const addresses = new Set([...admins.map(({ email }) => email), ...(maker ? [maker.email] : [])]);
  for (const to of addresses) {
    await enqueueMail(tx, {
      template: "api_key_leaked",
      to,
      locale: tenant.locale === "nl" ? "nl" : "en",
      data: { tenantName: tenant.name, keyName: key.name, slug: tenant.slug },
    });
  }
}
