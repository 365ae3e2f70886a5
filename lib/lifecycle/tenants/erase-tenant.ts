import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo, SystemActor } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { systemPool } from "@/lib/infra/database/pools";
import { withOwner } from "@/lib/infra/database/with-owner";
import { logger } from "@/lib/infra/logger";
import { removeTenantObjects } from "@/lib/infra/object-store";
import type { Tenant } from "@/lib/infra/prisma/generated/client";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { schemaName } from "@/lib/tenancy/schema-name";
import { changeStatus } from "@/lib/tenancy/status/change-status";
import { destroyTenantKey } from "@/lib/tenancy/vault/destroy-tenant-key";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { deleteRows } from "../erasure/delete-rows";
import { findLeftovers, type LeftoverReport } from "../erasure/find-leftovers";
import { dropTenantSchema } from "../provisioning/undo-provisioning";

export type ErasureOptions = {
  /** Tables that are left alone: the known-bad control of the search for leftovers. */
  skip?: readonly string[];
};

/**
 * Deletes a workspace for good once its 14 days are over: key, rows of every table, schema and role, files and queued
 * jobs; then looks for what is left, and is done only when nothing is. The directory keeps a nameless row, so that its
 * address never passes to somebody else. Of an account without any tenant left the subscription is cancelled. Safe to
 * repeat after a crash.
 * @returns what the search found; null when there was nothing to do
 * @throws Error when something is left; the worker tries again
 */
export async function eraseTenant(
  tenantId: string,
  options: ErasureOptions = {},
): Promise<LeftoverReport | null> {
  const tenant = await withSystem((tx) => tx.tenant.findUnique({ where: { id: tenantId } }));
  if (!tenant || tenant.erasedAt) return null;
  const isDue = tenant.status === "offboarding" && tenant.deleteAfter && tenant.deleteAfter <= new Date();
  if (isDue) {
    const agents = await withOwner(tenant.cell, (owner) => countAgents(owner, tenantId));
    // An owner may have called it off in the last moment: then nothing is deleted.
    if (!(await withSystem((tx) => closeDirectory(tx, tenant, agents)))) return null;
  } else if (tenant.status !== "erased") return null;
  for (const cell of new Set([MAIN_CELL, tenant.cell])) {
    await withOwner(cell, (owner) => deleteRows(owner, tenantId, options.skip));
    await deleteJobs(cell, tenantId);
  }
  await withOwner(tenant.cell, (owner) => dropTenantSchema(owner, tenantId));
  await removeTenantObjects(tenantId);
  return verify(tenant);
}

/**
 * What must happen at once and once: the key is gone, the account gets its agents back, nothing opens any more. False
 * when it was restored, or closed by another worker, since it was read.
 */
async function closeDirectory(tx: SystemTx, tenant: Tenant, agents: number): Promise<boolean> {
  const { id: tenantId, accountId, slug } = tenant;
  // Whoever wins this row gives the agents back to the account.
  const erased = await changeStatus(tx, {
    id: tenantId,
    to: "erased",
    where: { deleteAfter: { lte: new Date() } },
    data: { name: "", statusReason: null, createdBy: null },
  });
  if (!erased) return false;
  await destroyTenantKey(tx, tenantId);
  await tx.apiKeyDirectoryEntry.deleteMany({ where: { tenantId } });
  await tx.securityPolicy.deleteMany({ where: { tenantId } });
  await tx.tokenDirectoryEntry.deleteMany({ where: { tenantId } });
  await tx.domain.deleteMany({ where: { tenantId } });
  await tx.tenantFeature.deleteMany({ where: { tenantId } });
  await tx.userTenant.deleteMany({ where: { tenantId } });
  await tx.user.updateMany({ where: { tenantId }, data: { tenantId: null, role: "user" } });
  await tx.$queryRaw`select platform.release_gauge(${accountId}::uuid, 'agents', ${agents})::text`;
  await tx.$queryRaw`select platform.pseudonymise_tenant_events(${tenantId}::uuid)::text`;
  if ((await tx.tenant.count({ where: { accountId, status: { not: "erased" } } })) === 0) {
    const dedupeKey = `close-account:${accountId}:${newId()}`;
    await enqueueJob(tx, { queue: "close-subscription", payload: { accountId }, dedupeKey });
  }
  const target = { type: "tenant", id: tenantId, label: slug };
  await recordPlatformEvent(tx, worker(), { action: "tenant.erased", accountId, tenantId, target });
  return true;
}

/** Jobs carry an outbox row's id, which is gone with the row; the queue itself knows the tenant as a group. */
async function deleteJobs(cell: string, tenantId: string): Promise<void> {
  const { rows } = await systemPool(cell).query<{ there: boolean }>(
    "select to_regclass('pgboss.job') is not null as there",
  );
  if (!rows[0]?.there) return;
  await systemPool(cell).query("delete from pgboss.job where group_id = $1", [tenantId]);
}

async function verify(tenant: Tenant): Promise<LeftoverReport> {
  const { id: tenantId, accountId, slug, cell } = tenant;
  const reports: LeftoverReport[] = [];
  for (const name of new Set([MAIN_CELL, cell])) {
    reports.push(await findLeftovers({ needles: [tenantId], cell: name }));
  }
  const report: LeftoverReport = {
    tables: reports.reduce((sum, part) => sum + part.tables, 0),
    files: reports[0]?.files ?? 0,
    unreadable: reports.flatMap((part) => part.unreadable),
    leftovers: reports.flatMap((part) => part.leftovers),
  };
  const left = report.leftovers.filter((entry) => !entry.allowed);
  if (left.length > 0 || report.unreadable.length > 0) {
    logger.error({ tenant: tenantId, left, unreadable: report.unreadable }, "erasure is not complete");
    throw new Error(`something is left of ${tenantId}: ${left.map((entry) => entry.where).join(", ")}`);
  }
  await withSystem(async (tx) => {
    await tx.tenant.update({ where: { id: tenantId }, data: { erasedAt: new Date() }, select: { id: true } });
    await recordPlatformEvent(tx, worker(), {
      action: "tenant.erasure_verified",
      accountId,
      tenantId,
      target: { type: "tenant", id: tenantId, label: slug },
      after: {
        tables_searched: report.tables,
        files_searched: report.files,
        retained: report.leftovers.map((entry) => entry.where),
      },
    });
  });
  return report;
}

function worker(): RequestInfo & { actor: SystemActor } {
  return { requestId: newId(), ip: null, userAgent: null, actor: { type: "system", name: "worker" } };
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
