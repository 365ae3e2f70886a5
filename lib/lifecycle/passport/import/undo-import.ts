import "server-only";
import { withOwner } from "@/lib/infra/database/with-owner";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { forgetTenantKeys } from "@/lib/tenancy/vault/tenant-keys";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { dropTenantSchema } from "../../provisioning/undo-provisioning";
import type { Claim } from "./claim-tenant";

/**
 * Takes back everything an import made, as if it had never begun. Safe to repeat; the operation ends as failed when
 * nothing is left.
 */
export async function undoImport(claim: Claim): Promise<void> {
  const { tenantId, cell } = claim;
  await withOwner(cell, (owner) => dropTenantSchema(owner, tenantId));
  await withCell(cell, (tx) => tx.tenantStub.deleteMany({ where: { tenantId } }));
  await withSystem((tx) => takeBack(tx, claim));
  forgetTenantKeys(tenantId);
}

async function takeBack(tx: SystemTx, claim: Claim): Promise<void> {
  const { operationId, tenantId, accountId, slug, cell } = claim;
  const { count } = await tx.operation.updateMany({
    where: { id: operationId, state: "running" },
    data: { state: "failed", tenantId: null, error: "import_failed" },
  });
  // An earlier call has been here.
  if (count === 0) return;
  // The directories and the keys go with the row.
  await tx.tenant.deleteMany({ where: { id: tenantId, status: "provisioning" } });
  await tx.$queryRaw`select platform.release_gauge(${accountId}::uuid, 'tenants', 1)::text`;
  if (claim.wasErased) {
    await tx.tenant.create({
      data: { id: tenantId, accountId, slug, cell, name: "", status: "erased" },
      select: { id: true },
    });
  }
  if (claim.createdAccount) {
    await tx.operation.updateMany({ where: { accountId }, data: { accountId: null } });
    await tx.account.deleteMany({ where: { id: accountId, tenants: { none: {} } } });
  }
  await tx.user.deleteMany({
    where: { id: { in: claim.createdUsers }, userTenants: { none: {} }, accountMembers: { none: {} } },
  });
}
