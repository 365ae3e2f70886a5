import "server-only";
import type { TenantStatus } from "@/lib/core/context";
import { readerPool } from "@/lib/infra/database/pools";

export type MyTenant = {
  id: string;
  slug: string;
  name: string;
  status: TenantStatus;
  planKey: string;
  lastOpenedAt: Date | null;
};

type Row = {
  tenant_id: string;
  slug: string;
  name: string;
  status: TenantStatus;
  plan_key: string;
  last_opened_at: Date | null;
};

/** The workspaces a person may open, last used first; at most 200. */
export async function listMyTenants(userId: string): Promise<MyTenant[]> {
  const { rows } = await readerPool().query<Row>({
    name: "my-tenants",
    text: "select * from platform.my_tenants($1)",
    values: [userId],
  });
  return rows.map((row) => ({
    id: row.tenant_id,
    slug: row.slug,
    name: row.name,
    status: row.status,
    planKey: row.plan_key,
    lastOpenedAt: row.last_opened_at,
  }));
}
