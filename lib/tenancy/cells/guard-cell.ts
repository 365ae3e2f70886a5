import "server-only";
import { DomainError } from "@/lib/core/errors";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { logger } from "@/lib/infra/logger";
import { onceAProcess } from "@/lib/infra/once-a-process";
import { findOffenders } from "../catalogue/find-offenders";

/** A cell that refused a connection is asked again after this long; until then its tenants are answered at once. */
const PAUSE_MS = 1_000;
/** One that would not keep tenants apart is looked at again this seldom: the checks read its whole catalogue. */
const UNSAFE_PAUSE_MS = 15_000;
const RETRY_AFTER_SECONDS = 10;

type CellState = { downUntil: number; verified?: Promise<void> | undefined };

function stateOf(cell: string): CellState {
  return onceAProcess<CellState>(`cell-state:${cell}`, () => ({ downUntil: 0 }));
}

/**
 * Runs work in a cell. A cell that cannot be reached, or whose catalogue would not keep tenants apart, is
 * "tenant_unavailable" for its own tenants and nothing to anybody else. The main cell is not guarded: without it there
 * is no control plane either.
 * @throws DomainError tenant_unavailable, with Retry-After
 */
export async function guardCell<T>(cell: string, work: () => Promise<T>): Promise<T> {
  if (cell === MAIN_CELL) return work();
  const state = stateOf(cell);
  if (state.downUntil > Date.now()) throw cellUnavailable();
  try {
    state.verified ??= verify(cell);
    await state.verified;
    return await work();
  } catch (error) {
    if (!isConnectionFailure(error)) throw error;
    logger.warn({ error, cell }, "cell not reachable");
    // A pool whose connections are all taken is no outage: others may be luckier right now.
    if (!isOverload(error)) state.downUntil = Date.now() + PAUSE_MS;
    throw cellUnavailable(error);
  }
}

/** What a person or a key of an unreachable cell is told. */
export function cellUnavailable(cause?: unknown): DomainError {
  return new DomainError(
    "tenant_unavailable",
    "This workspace cannot be reached now. Try again in a moment.",
    {
      reason: "cell_unavailable",
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      cause,
    },
  );
}

/** Once a process and cell, before its first use: a cell that was down at the start is checked when it comes. */
async function verify(cell: string): Promise<void> {
  try {
    const offenders = await findOffenders(cell);
    if (offenders.length === 0) return;
    logger.fatal({ cell, offenders }, "the cell is not safe to use");
    stateOf(cell).downUntil = Date.now() + UNSAFE_PAUSE_MS;
    throw cellUnavailable(offenders);
  } catch (error) {
    stateOf(cell).verified = undefined;
    throw error;
  }
}

const CODES =
  /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|57P0[123]|08\d\d\d|P1001|P1002|P1017)$/;
const MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Can't reach database server|Server has closed the connection|Unable to start a transaction/;

/** Whether a database did not answer, as its driver or Prisma tells it. */
export function isConnectionFailure(error: unknown): boolean {
  for (let step: unknown = error; step instanceof Error; step = step.cause) {
    if (step instanceof DomainError) return false;
    const { code, errors } = step as { code?: unknown; errors?: unknown };
    if (typeof code === "string" && CODES.test(code)) return true;
    if (MESSAGES.test(step.message)) return true;
    if (Array.isArray(errors) && errors.some(isConnectionFailure)) return true;
  }
  return false;
}

/** A connection that was not to be had in time, rather than refused or lost. */
function isOverload(error: unknown): boolean {
  for (let step: unknown = error; step instanceof Error; step = step.cause) {
    if (/timeout exceeded when trying to connect|Unable to start a transaction/.test(step.message))
      return true;
  }
  return false;
}
