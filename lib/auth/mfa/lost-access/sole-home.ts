import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

export type Home = { id: string; name: string; slug: string };

/** The person's workspace when they have exactly one; null for none or several. */
export async function soleHome(tx: SystemTx, userId: string): Promise<Home | null> {
  const homes = await tx.$queryRaw<Home[]>`
    select t.id::text, t.name::text, t.slug::text from platform.user_tenants m
    join platform.tenants t on t.id = m.tenant_id and t.status <> 'erased'
    where m.user_id = ${userId}::uuid limit 2`;
  return homes.length === 1 ? (homes[0] ?? null) : null;
}
