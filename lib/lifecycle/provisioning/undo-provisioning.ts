import "server-only";
import type pg from "pg";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { withOwner } from "@/lib/infra/database/with-owner";
import { inCell } from "@/lib/tenancy/cells/with-cell";
import { schemaName } from "@/lib/tenancy/schema-name";
import { withSystem } from "@/lib/tenancy/with-system";
import type { ProvisioningInput } from "./input";
import { takeBackTenant } from "./take-back-tenant";

/**
 * Takes back everything a failed provisioning made: schema, role, rows and the counted workspace. Safe to repeat;
 * the operation ends as failed only when nothing is left.
 */
export async function undoProvisioning(operationId: string, input: ProvisioningInput): Promise<void> {
  await withOwner(input.cell, (owner) => dropTenantSchema(owner, input.tenantId));
  await withSystem(async (tx) => {
    const { tenantId, accountId } = input;
    await inCell(tx, input.cell, (cell) => cell.tenantStub.deleteMany({ where: { tenantId } }));
    const isRemoved = await takeBackTenant(tx, { operationId, tenantId, accountId }, "provisioning_failed");
    if (!isRemoved) return;
    await recordPlatformEvent(
      tx,
      { ...input.request, actor: { type: "system", name: "worker" } },
      {
        action: "tenant.provisioning_failed",
        accountId,
        target: { type: "tenant", id: tenantId, label: input.name },
      },
    );
  });
}

/** Drops a tenant's schema and role and forgets its migrations; the owner made them. */
export async function dropTenantSchema(owner: pg.ClientBase, tenantId: string): Promise<void> {
  const name = schemaName(tenantId);
  await owner.query("begin");
  try {
    await owner.query("set local client_min_messages = warning");
    await owner.query(`drop schema if exists ${name} cascade`);
    await owner.query("delete from migrations.applied where target = $1", [name]);
    await owner.query("delete from migrations.fleet where tenant_id = $1", [tenantId]);
    await owner.query("delete from migrations.canaries where tenant_id = $1", [tenantId]);
    await owner.query(`drop role if exists ${name}`);
    await owner.query("commit");
  } catch (error) {
    await owner.query("rollback");
    throw error;
  }
}
