import "server-only";
import { NotFoundError } from "@/lib/core/errors";
import { parseHost } from "@/lib/tenancy/hosts";

/**
 * Signing up and in happens on the root host alone; elsewhere these addresses do not exist.
 * @throws NotFoundError
 */
export function assertRootHost(host: string): void {
  if (parseHost(host).kind !== "root") throw new NotFoundError();
}
