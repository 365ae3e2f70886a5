import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { newId } from "@/lib/core/ids";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { withOwner } from "@/lib/infra/database/with-owner";
import type { Tenant } from "@/lib/infra/prisma/generated/client";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { changeStatus } from "@/lib/tenancy/change-status";
import { schemaName } from "@/lib/tenancy/schema-name";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { dropTenantSchema } from "../provisioning/undo-provisioning";

/**
 * Deletes a workspace for good once its 14 days are over: every row of its plane, its schema and its role. The
 * directory keeps a nameless row, so that its address never passes to somebody else. Safe to repeat after a crash.
 */
export async function eraseTenant(tenantId: string): Promise<void> {
  const tenant = await withSystem((tx) => tx.tenant.findUnique({ where: { id: tenantId } }));
  if (!tenant) return;
  await withOwner(tenant.cell, async (owner) => {
    if (tenant.status === "offboarding" && tenant.deleteAfter && tenant.deleteAfter <= new Date()) {
      const agents = await countAgents(owner, tenantId);
      await withSystem((tx) => eraseRows(tx, tenant, agents));
    } else if (tenant.status !== "erased") return;
    // In a cell of its own the rows go after the directory's commit; the sweep repeats this until they are gone.
    if (tenant.cell !== MAIN_CELL) await withCell(tenant.cell, (tx) => eraseFromCell(tx, tenantId));
    await dropTenantSchema(owner, tenantId);
  });
}

async function eraseFromCell(tx: SystemTx, tenantId: string): Promise<void> {
  await tx.tenantStub.deleteMany({ where: { tenantId } });
  await tx.$executeRaw`delete from platform.directory_changes where tenant_id = ${tenantId}::uuid`;
  await tx.$executeRaw`delete from platform.mirrors where tenant_id = ${tenantId}::uuid`;
}

async function eraseRows(tx: SystemTx, tenant: Tenant, agents: number): Promise<void> {
  const { id: tenantId, accountId, slug } = tenant;
  // Whoever wins this row gives the agents back to the account, once.
  const erased = await changeStatus(tx, {
    id: tenantId,
    to: "erased",
    data: { name: "", statusReason: null, createdBy: null },
  });
  if (!erased) return;
  if (tenant.cell === MAIN_CELL) await tx.tenantStub.deleteMany({ where: { tenantId } });
  await tx.cellOutboxItem.deleteMany({ where: { tenantId } });
  await tx.apiKeyDirectoryEntry.deleteMany({ where: { tenantId } });
  await tx.tokenDirectoryEntry.deleteMany({ where: { tenantId } });
  await tx.userTenant.deleteMany({ where: { tenantId } });
  await tx.onboarding.updateMany({ where: { tenantId }, data: { tenantId: null } });
  await tx.user.updateMany({ where: { tenantId }, data: { tenantId: null, role: "user" } });
  await tx.$queryRaw`select platform.release_gauge(${accountId}::uuid, 'agents', ${agents})::text`;
  const worker = {
    requestId: newId(),
    ip: null,
    userAgent: null,
    actor: { type: "system", name: "worker" },
  } as const;
  const target = { type: "tenant", id: tenantId, label: slug };
  await recordPlatformEvent(tx, worker, { action: "tenant.erased", accountId, tenantId, target });
}

async function countAgents(
  owner: { query(text: string): Promise<{ rows: { n: string }[] }> },
  tenantId: string,
): Promise<number> {
  const { rows } = await owner.query(
    `select count(*) as n from ${schemaName(tenantId)}.agent_instances where status <> 'archived'`,
  );
  return Number(rows[0]?.n ?? 0);
}
