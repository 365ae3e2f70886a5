import "server-only";

/**
 * A session of PostgreSQL remembers the roles it may take, and what is granted while it works them out is missing from
 * that memory until the next grant: the tenant made at that moment would be refused there. So `attempt` must not give
 * a refused connection back, and is made again on another one; `connections` is how many there may be.
 */
export async function retryRefusedRole<T>(connections: number, attempt: () => Promise<T>): Promise<T> {
  for (let left = connections; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left <= 0 || !isRoleRefused(error)) throw error;
    }
  }
}

export function isRoleRefused(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("permission denied to set role");
}
