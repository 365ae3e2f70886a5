import "server-only";
import { logger } from "@/lib/infra/logger";
import { eraseTenant } from "@/lib/lifecycle/tenants/erase-tenant";
import { withSystem } from "@/lib/tenancy/with-system";

const BATCH = 20;

/** Erases workspaces whose 14 days are over, and finishes what a crash left half erased. */
export async function eraseTenants(): Promise<number> {
  const due = await withSystem(
    (tx) => tx.$queryRaw<{ id: string }[]>`
      select t.id::text as id from platform.tenants t
      where (t.status = 'offboarding' and t.delete_after <= now())
        or (t.status = 'erased' and exists (
          select 1 from pg_namespace n where n.nspname = 't_' || replace(t.id::text, '-', '')))
      limit ${BATCH}`,
  );
  for (const { id } of due) {
    await eraseTenant(id).catch((error: unknown) => logger.error({ error, tenant: id }, "erasing failed"));
  }
  return due.length;
}
