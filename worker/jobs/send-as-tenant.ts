import "server-only";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { logger } from "@/lib/infra/logger";
import type { OutgoingMail } from "@/lib/infra/mailer";
import { sendTenantMail } from "@/lib/notifications/integrations/send-tenant-mail";
import { hasCapability } from "@/lib/tenancy/capabilities";

/** Tries a tenant's own mail server first. Whatever goes wrong there, the mail still leaves through ours. */
export async function sendAsTenant(tenantId: string, mail: OutgoingMail): Promise<boolean> {
  try {
    const tenant = await lookUpTenant(tenantId);
    // A workspace that is suspended or closed speaks through nobody's server but ours.
    if (!tenant || !hasCapability(tenant.status, tenant.billingState, "read")) return false;
    return await sendTenantMail(tenant, mail);
  } catch (error) {
    logger.warn({ error, tenant: tenantId }, "a tenant's mail server could not be used");
    return false;
  }
}
