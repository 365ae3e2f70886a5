import "server-only";
import { systemReader } from "@/lib/tenancy/with-system";

/** Everybody of the tenant who has, or has not, a second factor. Authorises nothing. */
export async function membersByFactor(tenantId: string, hasFactor: boolean): Promise<string[]> {
  const rows = await systemReader().$queryRaw<{ user_id: string }[]>`
      select d.user_id::text from platform.user_tenants d
      where d.tenant_id = ${tenantId}::uuid and platform.has_factor(d.user_id) = ${hasFactor}`;
  return rows.map(({ user_id: id }) => id);
}
