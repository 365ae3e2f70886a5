import type { TenantStatus } from "@/lib/core/context";
import { ownerPool } from "@/lib/infra/database/pools";

/** Puts a tenant into a status whatever it was in: past the guard, which only the owner of the tables can switch off. */
export async function forceStatus(tenantId: string, status: TenantStatus, deleteAfter?: Date): Promise<void> {
  const owner = await ownerPool().connect();
  try {
    await owner.query("begin");
    await owner.query("alter table platform.tenants disable trigger tenants_guard_status");
    await owner.query("update platform.tenants set status = $2, delete_after = $3 where id = $1", [
      tenantId,
      status,
      deleteAfter ?? null,
    ]);
    await owner.query("alter table platform.tenants enable trigger tenants_guard_status");
    await owner.query("commit");
  } catch (error) {
    await owner.query("rollback");
    throw error;
  } finally {
    owner.release();
  }
}
