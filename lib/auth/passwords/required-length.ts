import "server-only";
import { PASSWORD_MIN_LENGTH } from "@/lib/core/password-rules";
import type { SystemTx } from "@/lib/tenancy/with-system";

/**
 * How many characters this person's password needs: what the strictest of their workspaces asks for. Fewer than the
 * platform's own minimum only for who has a second factor.
 */
export async function requiredLength(tx: SystemTx, userId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ length: number }[]>`
    select platform.required_password_length(${userId}::uuid, ${PASSWORD_MIN_LENGTH}::int) as length`;
  return row?.length ?? PASSWORD_MIN_LENGTH;
}
