import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { Actor, RequestInfo, TenantStatus } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { withOwner } from "@/lib/infra/database/with-owner";
import { changeStatus } from "@/lib/tenancy/status/change-status";
import { mayChange } from "@/lib/tenancy/status/status-machine";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { listPlatformTables } from "../format/list-tables";
import type { CheckedPassport } from "./check-passport";
import type { Claim } from "./claim-tenant";
import { countGauge } from "./count-gauge";
import type { DirectoryRows } from "./fill-tenant";
import { type Fill, RowWriter } from "./insert-rows";

/** Writes the directories that let people and keys in. The tenant is not open yet. */
export async function writeDirectories(claim: Claim, directory: DirectoryRows): Promise<void> {
  await withOwner("main", async (owner) => {
    const tables = new Map((await listPlatformTables(owner)).map((table) => [table.name, table]));
    await owner.query("begin");
    try {
      for (const { table: name, columns, rows } of directory) {
        const table = tables.get(name);
        // The tenant's own row went in with the claim.
        if (!table || name === "platform.tenants") continue;
        const fill: Fill = name === "platform.api_key_directory" ? { account_id: claim.accountId } : {};
        const writer = new RowWriter(owner, fill);
        await writer.begin(table, columns);
        for (const row of rows) await writer.add(row);
        await writer.flush();
      }
      await owner.query("commit");
    } catch (error) {
      await owner.query("rollback");
      throw error;
    }
  });
}

/** Opens the tenant in the status it had, ends the operation and says so, in one commit. */
export async function openTenant(
  claim: Claim,
  checked: CheckedPassport,
  by: RequestInfo & { actor: Actor },
  action: "tenant.imported" | "tenant.cloned",
): Promise<void> {
  const { tenantId, operationId, accountId, slug } = claim;
  const before = checked.head.tenant.status as TenantStatus;
  const status =
    action === "tenant.imported" && mayChange("active", before) && before !== "moving" ? before : "active";
  const scope = { tenantId, cell: claim.cell };
  const agents = await withTenant(scope, (tx) =>
    tx.agentInstance.count({ where: { status: { not: "archived" } } }),
  );
  await withSystem(async (tx) => {
    await countGauge(tx, accountId, "agents", agents);
    // By way of active, as every tenant that opens.
    for (const to of new Set<TenantStatus>(["active", status === "offboarding" ? "active" : status])) {
      if (!(await changeStatus(tx, { id: tenantId, to }))) {
        throw new ConflictError("This workspace was changed meanwhile.", { reason: "status_changed" });
      }
    }
    await tx.operation.update({
      where: { id: operationId },
      data: { state: "succeeded", error: null },
      select: { id: true },
    });
    await recordPlatformEvent(tx, by, {
      action,
      accountId,
      tenantId,
      target: { type: "tenant", id: tenantId, label: slug },
      after: { slug, root: checked.manifest.root, from: checked.head.tenant.slug, signer: checked.signer },
    });
  });
}

/** Who did it when nobody is signed in: the terminal. */
export function terminal(): RequestInfo & { actor: Actor } {
  return { requestId: newId(), ip: null, userAgent: null, actor: { type: "system", name: "terminal" } };
}
