import "server-only";
import * as z from "zod";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { Actor, RequestInfo, TenantStatus } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Tenant } from "@/lib/infra/prisma/generated/client";
import { changeStatus } from "@/lib/tenancy/status/change-status";
import { STATUSES } from "@/lib/tenancy/status/status-machine";
import { withSystem } from "@/lib/tenancy/with-system";

type By = RequestInfo & { actor: Actor };

/** A move under way. Its row in platform.operations is what finishes it, or takes it back, when its process died. */
export type Move = {
  operationId: string;
  tenantId: string;
  accountId: string;
  slug: string;
  from: string;
  to: string;
  status: TenantStatus;
  /** The directory names the new cell already. */
  switched: boolean;
};

const plan = z.object({ from: z.string(), to: z.string(), status: z.enum(STATUSES) });

/**
 * Refuses writes and notes what happens, in one commit; a move that had begun goes on.
 * @throws NotFoundError; ConflictError same_cell, not_movable, import_running
 */
export async function beginMove(by: By, tenantId: string, to: string): Promise<Move> {
  return withSystem(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
    if (!tenant || tenant.status === "erased") throw new NotFoundError("workspace");
    const open = await tx.operation.findFirst({ where: { tenantId, kind: "move_tenant", state: "running" } });
    if (open) return resumed(open, tenant, to);
    if (tenant.cell === to)
      throw new ConflictError("The workspace is there already.", { reason: "same_cell" });
    const { accountId, slug, cell: from } = tenant;
    const moving = await changeStatus(tx, { id: tenantId, to: "moving" });
    if (!moving)
      throw new ConflictError("A workspace in this status does not move.", { reason: "not_movable" });
    const operationId = newId();
    const status = tenant.status as TenantStatus;
    const input = { from, to, status };
    const made = { id: operationId, kind: "move_tenant", state: "running", tenantId, accountId, input };
    await tx.operation.create({ data: made, select: { id: true } });
    const move = { operationId, tenantId, accountId, slug, ...input, switched: false };
    await recordPlatformEvent(tx, by, event("tenant.move_started", move));
    return move;
  });
}

/** Moves without an end: those of living processes, and those of dead ones. */
export async function listOpenMoves(): Promise<Move[]> {
  return withSystem(async (tx) => {
    const open = await tx.operation.findMany({ where: { kind: "move_tenant", state: "running" } });
    const ids = open.flatMap(({ tenantId }) => (tenantId ? [tenantId] : []));
    const tenants = await tx.tenant.findMany({ where: { id: { in: ids } } });
    return open.flatMap((operation) => {
      const tenant = tenants.find(({ id }) => id === operation.tenantId);
      return tenant ? [moveOf(operation, tenant)] : [];
    });
  });
}

/** The same move as it is now; null when it has ended. */
export async function findOpenMove({ operationId, tenantId }: Move): Promise<Move | null> {
  return (
    (await listOpenMoves()).find((m) => m.operationId === operationId && m.tenantId === tenantId) ?? null
  );
}

/** Opens the tenant in the status it had and ends the operation. */
export async function endMove(by: By, move: Move, outcome: "succeeded" | "failed"): Promise<void> {
  const { operationId, tenantId, status } = move;
  await withSystem(async (tx) => {
    await changeStatus(tx, { id: tenantId, to: status, from: ["moving"] });
    const { count } = await tx.operation.updateMany({
      where: { id: operationId, state: "running" },
      data: { state: outcome },
    });
    const action = outcome === "succeeded" ? "tenant.moved" : "tenant.move_failed";
    if (count === 1) await recordPlatformEvent(tx, by, event(action, move));
  });
}

type Open = { id: string; input: unknown };

/** A move that was killed: only the same one may go on. */
function resumed(open: Open, tenant: Tenant, to: string): Move {
  const move = moveOf(open, tenant);
  if (move.to !== to) {
    throw new ConflictError(`A move to ${move.to} has begun; finish that one.`, { reason: "import_running" });
  }
  return move;
}

function moveOf({ id: operationId, input }: Open, { id: tenantId, accountId, slug, cell }: Tenant): Move {
  const { from, to, status } = plan.parse(input);
  return { operationId, tenantId, accountId, slug, from, to, status, switched: cell === to };
}

function event(action: string, { tenantId: id, accountId, slug, from, to, status }: Move) {
  const target = { type: "tenant", id, label: slug };
  return { action, accountId, tenantId: id, target, after: { from, to, status } };
}
