import "server-only";
import type { TenantFacts } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";
import type { OutgoingMail } from "@/lib/infra/mailer";
import type { IntegrationModel } from "@/lib/infra/prisma/generated/models";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { openSmtp, readSmtpFailure } from "./connectors/smtp-connection";
import { isAvailable, openSecret, refusalOf } from "./internal";
import { CONFIGS } from "./schema";

/**
 * Sends a mail of a tenant through its own mail server. False where it has none, or where that fails: the platform's
 * sender takes over then, and the failure is shown beside the integration.
 */
export async function sendTenantMail(
  tenant: Pick<TenantFacts, "id" | "entitlements">,
  mail: OutgoingMail,
): Promise<boolean> {
  if (!isAvailable(tenant.entitlements, "smtp")) return false;
  const tenantId = tenant.id;
  const row = await withTenant({ tenantId }, (tx) => tx.integration.findUnique({ where: { kind: "smtp" } }));
  if (!row?.enabled) return false;
  const failure = await trySend(tenantId, row, mail);
  const now = new Date();
  await withTenant({ tenantId }, (tx) =>
    tx.integration.updateMany({
      where: { id: row.id },
      data:
        failure === null
          ? { lastUsedAt: now, lastError: null, lastErrorAt: null }
          : { lastError: failure, lastErrorAt: now },
    }),
  );
  return failure === null;
}

/** The reason why it failed, or null. */
async function trySend(tenantId: string, row: IntegrationModel, mail: OutgoingMail): Promise<string | null> {
  try {
    const refusal = await refusalOf(tenantId, row);
    if (refusal) return refusal;
    const config = CONFIGS.smtp.parse(row.config);
    const transport = await openSmtp(config, await openSecret(tenantId, row));
    try {
      await transport.sendMail({
        from: { name: config.from_name, address: config.from },
        to: { name: "", address: mail.to },
        subject: mail.subject,
        html: mail.html,
        text: mail.text,
        messageId: `<${mail.id}@${config.from.slice(config.from.lastIndexOf("@") + 1)}>`,
        headers: { "auto-submitted": "auto-generated", "x-auto-response-suppress": "All" },
      });
      return null;
    } finally {
      transport.close();
    }
  } catch (error) {
    const failure = error instanceof DomainError ? error : readSmtpFailure(error);
    return failure.details.reason ?? "failed";
  }
}
