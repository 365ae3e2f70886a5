import { systemPool } from "@/lib/infra/database/pools";

/** As if the provider's certificate ended in a few days. */
export async function arrange(tenantId: string, days: string): Promise<void> {
  await systemPool().query(
    "update platform.sso_connections set certificate_expires_at = now() + make_interval(days => $2::int) where tenant_id = $1",
    [tenantId, Number(days)],
  );
}
