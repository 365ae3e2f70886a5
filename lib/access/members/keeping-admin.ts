import "server-only";
import { ConflictError } from "@/lib/core/errors";

/**
 * Runs a change of members or roles. The database decides at commit whether an active admin remains: only it sees a parallel
 * change of the other admin.
 * @throws ConflictError reason last_admin
 */
export async function keepingAdmin<T>(change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    if (!isLastAdmin(error)) throw error;
    throw new ConflictError("A workspace keeps at least one active admin. Make somebody else admin first.", {
      reason: "last_admin",
      cause: error,
    });
  }
}

function isLastAdmin(error: unknown): boolean {
  return error instanceof Error && /tenant_keeps_admin|must keep an active admin/.test(errorText(error));
}

function errorText(error: Error): string {
  const { meta } = error as { meta?: unknown };
  return `${error.message} ${JSON.stringify(meta ?? {})} ${error.cause instanceof Error ? errorText(error.cause) : ""}`;
}
