import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/**
 * Which of these addresses somebody has: also those of erased workspaces, which never pass to somebody else, and former
 * ones in quarantine.
 */
export async function takenSlugs(tx: SystemTx, slugs: string[]): Promise<ReadonlySet<string>> {
  const select = { slug: true } as const;
  const tenants = await tx.tenant.findMany({ where: { slug: { in: slugs } }, select });
  const former = await tx.tenantSlug.findMany({
    where: { slug: { in: slugs }, quarantinedUntil: { gt: new Date() } },
    select,
  });
  return new Set([...tenants, ...former].map((row) => row.slug));
}
