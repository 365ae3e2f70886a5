import { systemPool } from "@/lib/infra/database/pools";

/** Another version of a workspace's security policy, with these sections. */
export async function arrange(tenantId: string, policy: string): Promise<void> {
  await systemPool().query(
    `insert into platform.security_policies (tenant_id, version, policy, changed_by_name)
     select $1, coalesce(max(version), 0) + 1, $2::jsonb, 'e2e' from platform.security_policies where tenant_id = $1`,
    [tenantId, policy],
  );
}
