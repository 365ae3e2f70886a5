import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/**
 * Mail domains that a tenant has proved: for single sign-on, or as a host name of its own that is a mail domain too.
 * One whose record is failing counts no longer.
 */
export async function provedDomains(tx: SystemTx, tenantId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ domain: string }[]>`
    select domain::text from platform.sso_domains where tenant_id = ${tenantId}::uuid and status = 'verified'
    union
    select hostname::text from platform.domains where tenant_id = ${tenantId}::uuid and status = 'verified'
    order by 1`;
  return rows.map(({ domain }) => domain);
}
