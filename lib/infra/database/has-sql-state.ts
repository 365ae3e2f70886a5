import "server-only";

/** Whether a statement failed with this SQLSTATE, also where Prisma and its adapter wrapped the driver's error. */
export function hasSqlState(error: unknown, state: string): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, originalCode, cause, meta } = error as {
    code?: unknown;
    originalCode?: unknown;
    cause?: unknown;
    meta?: { code?: unknown; driverAdapterError?: unknown };
  };
  if ([code, originalCode, meta?.code].includes(state)) return true;
  return hasSqlState(cause, state) || hasSqlState(meta?.driverAdapterError, state);
}
