import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { Actor, RequestInfo, TenantStatus } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { BundleError } from "@/lib/infra/bundle/bundle-error";
import { cellNames, MAIN_CELL } from "@/lib/infra/database/cells";
import { systemPool } from "@/lib/infra/database/pools";
import { withOwner } from "@/lib/infra/database/with-owner";
import type { Tenant } from "@/lib/infra/prisma/generated/client";
import { rememberCell } from "@/lib/tenancy/cells/cell-of";
import { relayDirectory } from "@/lib/tenancy/cells/relay-directory";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { changeStatus } from "@/lib/tenancy/change-status";
import { schemaName } from "@/lib/tenancy/schema-name";
import { withSystem } from "@/lib/tenancy/with-system";
import { digestTenant, type TenantDigest } from "../digest-tenant";
import { alone } from "../import/alone";
import { checkPassport } from "../import/check-passport";
import { fillTenant } from "../import/fill-tenant";
import { withBundle } from "./with-bundle";

export type MoveInput = {
  tenantId: string;
  cell: string;
  by: RequestInfo & { actor: Actor };
  /** Called before the directory names the new cell; proofs stop here. */
  beforeSwitch?: () => Promise<void>;
};
export type MovedTenant = { tenantId: string; from: string; cell: string; fencedMs: number; root: string };

/** What a move remembers, so that one that was killed is finished or taken back by the next call. */
const plan = z.object({ from: z.string(), to: z.string(), status: z.string() });

/** Written on reading, too: it may change while writes are fenced, and its last seconds stay behind. */
const TELEMETRY = /^shared\.(api_requests|member_activity|usage_metrics)$|^warehouse\./;
const DRAIN_MS = 15_000;

/**
 * Moves a tenant into another database. Reads go on; writes are refused (423) for the seconds it takes. The directory
 * changes when the copy has the same root hash and nothing was written meanwhile; until then nothing is lost by a
 * crash, and the next call starts again or finishes.
 * @throws NotFoundError; ConflictError cell_unknown, same_cell, not_movable, import_running; BundleError
 */
export async function moveTenant(input: MoveInput): Promise<MovedTenant> {
  const { tenantId, cell } = input;
  if (!cellNames().includes(cell))
    throw new ConflictError("There is no such cell.", { reason: "cell_unknown" });
  return alone(tenantId, async () => {
    const startedAt = performance.now();
    const { operationId, from, status } = await fence(input);
    const done = (root: string) => ({
      tenantId,
      from,
      cell,
      root,
      fencedMs: Math.round(performance.now() - startedAt),
    });
    try {
      await drain(from, tenantId);
      const root = await copy(input, from);
      await input.beforeSwitch?.();
      await switchCell(tenantId, from, cell);
      await unfence(input, operationId, status, from);
      return done(root);
    } catch (error) {
      await takeBack(input, operationId, from, status);
      throw error;
    }
  });
}

async function fence({ tenantId, cell, by }: MoveInput) {
  return withSystem(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
    if (!tenant || tenant.status === "erased") throw new NotFoundError("workspace");
    const open = await tx.operation.findFirst({ where: { tenantId, kind: "move_tenant", state: "running" } });
    if (open && tenant.status === "moving")
      return { operationId: open.id, ...begun(open.input, tenant, cell) };
    if (tenant.cell === cell)
      throw new ConflictError("The workspace is there already.", { reason: "same_cell" });
    const moving = await changeStatus(tx, { id: tenantId, to: "moving" });
    if (!moving)
      throw new ConflictError("A workspace in this status does not move.", { reason: "not_movable" });
    const input = { from: tenant.cell, to: cell, status: tenant.status };
    const operationId = newId();
    await tx.operation.create({
      data: {
        id: operationId,
        kind: "move_tenant",
        state: "running",
        tenantId,
        accountId: tenant.accountId,
        input,
      },
      select: { id: true },
    });
    await recordPlatformEvent(tx, by, event("tenant.move_started", tenant, input));
    return { operationId, from: tenant.cell, status: tenant.status as TenantStatus };
  });
}

/** A move that was killed: only the same one may go on. */
function begun(raw: unknown, tenant: Tenant, cell: string) {
  const { from, to, status } = plan.parse(raw);
  if (to !== cell)
    throw new ConflictError(`A move to ${to} has begun; finish that one.`, { reason: "import_running" });
  return { from: tenant.cell === to ? from : tenant.cell, status: status as TenantStatus };
}

/** Whoever was let in before the fence ends first; what the cell announced reaches the directories. */
async function drain(cell: string, tenantId: string): Promise<void> {
  const { rows } = await systemPool(cell).query<{ now: Date }>("select clock_timestamp() as now");
  const fencedAt = rows[0]?.now;
  for (let waited = 0; waited < DRAIN_MS; waited += 50) {
    const open = await withOwner(cell, (owner) =>
      owner.query(
        `select 1 from pg_stat_activity where usename = 'atrium_app' and datname = current_database()
         and xact_start is not null and xact_start < $1`,
        [fencedAt],
      ),
    );
    if (open.rowCount === 0) break;
    await sleep(50);
  }
  if (cell !== MAIN_CELL) while ((await relayDirectory(cell, tenantId)) > 0);
}

async function copy({ tenantId, cell }: MoveInput, from: string): Promise<string> {
  const tenant = await withSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenantId } }));
  // A killed move had switched already: what is there is whole.
  if (tenant.cell === cell) return (await digestTenant({ tenantId, cell })).root;
  await clearCell(tenantId, cell);
  return withBundle(tenantId, async (bundle) => {
    const checked = await checkPassport(bundle);
    await fillTenant(bundle, checked, { tenantId, slug: tenant.slug, cell, ids: [] });
    const there = await digestTenant({ tenantId, cell });
    if (there.root !== checked.manifest.root)
      throw new BundleError("damaged", "What arrived is not what was sent.");
    const here = await digestTenant({ tenantId, cell: from });
    if (withoutTelemetry(here) !== withoutTelemetry(there)) {
      throw new ConflictError("Something was written during the move; try again.", { reason: "not_movable" });
    }
    return there.root;
  });
}

function withoutTelemetry({ tables }: TenantDigest): string {
  return JSON.stringify(tables.filter(({ table }) => !TELEMETRY.test(table)));
}

/** Writes stay fenced until the old place is gone: a process with an old answer finds nothing to write into. */
async function switchCell(tenantId: string, from: string, cell: string): Promise<void> {
  await withSystem((tx) =>
    tx.tenant.update({ where: { id: tenantId }, data: { cell }, select: { id: true } }),
  );
  rememberCell(tenantId, cell);
  await clearCell(tenantId, from);
}

async function clearCell(tenantId: string, cell: string): Promise<void> {
  const name = schemaName(tenantId);
  await withCell(cell, (tx) => tx.tenantStub.deleteMany({ where: { tenantId } }));
  await withOwner(cell, async (owner) => {
    await owner.query(`drop schema if exists ${name} cascade`);
    await owner.query("delete from migrations.applied where target = $1", [name]);
    // Two cells of one server share the role: it goes with the last of them.
    await owner.query(
      `do $$ begin drop role if exists ${name}; exception when dependent_objects_still_exist then null; end $$`,
    );
  });
}

async function unfence(
  input: MoveInput,
  operationId: string,
  status: TenantStatus,
  from: string,
): Promise<void> {
  await withSystem(async (tx) => {
    const tenant = await changeStatus(tx, { id: input.tenantId, to: status, from: ["moving"] });
    await tx.operation.update({
      where: { id: operationId },
      data: { state: "succeeded" },
      select: { id: true },
    });
    if (tenant)
      await recordPlatformEvent(tx, input.by, event("tenant.moved", tenant, { from, to: input.cell }));
  });
}

/** Before the switch the old place is untouched, so the tenant opens there again; after it only finishing helps. */
async function takeBack(
  { tenantId, cell, by }: MoveInput,
  operationId: string,
  from: string,
  status: TenantStatus,
) {
  const tenant = await withSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenantId } }));
  if (tenant.cell === cell) return;
  await clearCell(tenantId, cell).catch(() => undefined);
  await withSystem(async (tx) => {
    await changeStatus(tx, { id: tenantId, to: status, from: ["moving"] });
    await tx.operation.update({
      where: { id: operationId },
      data: { state: "failed" },
      select: { id: true },
    });
    await recordPlatformEvent(tx, by, event("tenant.move_failed", tenant, { from, to: cell }));
  });
}

function event(action: string, { id, slug, accountId }: Tenant, after: Record<string, string>) {
  return { action, accountId, tenantId: id, target: { type: "tenant", id, label: slug }, after };
}
