import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { listProviders } from "../providers/list-providers";

/**
 * In how many ways somebody can sign in to all that is theirs: a password, each passkey, each identity of a provider
 * that is configured. A workspace's own provider opens that workspace alone, so it does not count.
 */
export async function countWays(tx: SystemTx, userId: string): Promise<number> {
  const [passwords, passkeys, identities] = [
    await tx.credential.count({ where: { userId } }),
    await tx.passkey.count({ where: { userId } }),
    await tx.identity.count({ where: { userId, provider: { in: listProviders() } } }),
  ];
  return passwords + passkeys + identities;
}
