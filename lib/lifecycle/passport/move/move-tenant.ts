import "server-only";
import type { Actor, RequestInfo } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { BundleError } from "@/lib/infra/bundle/bundle-error";
import { cellNames } from "@/lib/infra/database/cells";
import { rememberCell } from "@/lib/tenancy/cells/cell-of";
import { withSystem } from "@/lib/tenancy/with-system";
import { digestTenant } from "../digest-tenant";
import { alone } from "../import/alone";
import { checkPassport } from "../import/check-passport";
import { fillTenant } from "../import/fill-tenant";
import { raiseFence, setFence } from "./fence";
import { clearCell, holdTenant } from "./hold-tenant";
import { beginMove, endMove, findOpenMove, type Move } from "./move-ledger";
import { withBundle } from "./with-bundle";

/** Where a move stands; proofs stop, or kill, at each of them. */
export const MOVE_PHASES = ["begun", "fenced", "held", "copied", "switched", "cleared"] as const;
export type MovePhase = (typeof MOVE_PHASES)[number];

export type MoveInput = {
  tenantId: string;
  cell: string;
  by: RequestInfo & { actor: Actor };
  onPhase?: (phase: MovePhase) => Promise<void>;
};
export type MovedTenant = { tenantId: string; from: string; cell: string; fencedMs: number; root: string };

/**
 * Moves a tenant into another database. Reads go on; writes are refused by the database for the seconds it takes, from
 * before the copy until the directory names the new cell, so that no write is lost. A crash before that leaves the
 * tenant where it was, one after it leaves it in the new cell: resumeMoves() or the next call opens it there.
 * @throws NotFoundError; ConflictError cell_unknown, same_cell, not_movable, import_running; BundleError
 */
export async function moveTenant(input: MoveInput): Promise<MovedTenant> {
  const { tenantId, cell, by } = input;
  if (!cellNames().includes(cell))
    throw new ConflictError("There is no such cell.", { reason: "cell_unknown" });
  return alone(tenantId, async () => {
    const startedAt = performance.now();
    const move = await beginMove(by, tenantId, cell);
    const root = await carry(input, move);
    const fencedMs = Math.round(performance.now() - startedAt);
    return { tenantId, from: move.from, cell, root, fencedMs };
  });
}

/** Ends a move whose process died: forward when the directory names the new cell, else back. */
export async function settleMove(by: MoveInput["by"], open: Move): Promise<void> {
  await alone(open.tenantId, async () => {
    const move = await findOpenMove(open);
    if (move) await (move.switched ? finish(by, move) : takeBack(by, move));
  });
}

async function carry(input: MoveInput, move: Move): Promise<string> {
  const { tenantId, cell, by, onPhase } = input;
  if (move.switched) {
    await finish(by, move);
    return (await digestTenant({ tenantId, cell })).root;
  }
  let root: string;
  try {
    await onPhase?.("begun");
    await raiseFence(move.from, tenantId, move.accountId);
    await onPhase?.("fenced");
    await clearCell(cell, tenantId);
    root = await holdTenant(move.from, tenantId, async () => {
      await onPhase?.("held");
      const copied = await copy(move);
      await onPhase?.("copied");
      await switchCell(move);
      await onPhase?.("switched");
      return copied;
    });
    await onPhase?.("cleared");
  } catch (error) {
    if (!(await findOpenMove(move))?.switched) await takeBack(by, move);
    throw error;
  }
  await endMove(by, move, "succeeded");
  return root;
}

/** Nothing can be written meanwhile, so the bundle is the tenant, and what arrived must be the bundle. */
async function copy({ tenantId, slug, to }: Move): Promise<string> {
  return withBundle(tenantId, async (bundle) => {
    const checked = await checkPassport(bundle);
    await fillTenant(bundle, checked, { tenantId, slug, cell: to, ids: [] });
    const { root } = await digestTenant({ tenantId, cell: to });
    if (root !== checked.manifest.root)
      throw new BundleError("damaged", "What arrived is not what was sent.");
    return root;
  });
}

async function switchCell({ tenantId, to }: Move): Promise<void> {
  await withSystem((tx) =>
    tx.tenant.update({ where: { id: tenantId }, data: { cell: to }, select: { id: true } }),
  );
  rememberCell(tenantId, to);
}

/** The directory names the new cell: what is left in the old one goes. */
async function finish(by: MoveInput["by"], move: Move): Promise<void> {
  await clearCell(move.from, move.tenantId);
  await endMove(by, move, "succeeded");
}

/** The old place is untouched, so the tenant opens there again. What lies in the new one is no tenant's: it can wait. */
async function takeBack(by: MoveInput["by"], move: Move): Promise<void> {
  await clearCell(move.to, move.tenantId).catch(() => undefined);
  await setFence(move.from, move.tenantId, null);
  await endMove(by, move, "failed");
}
