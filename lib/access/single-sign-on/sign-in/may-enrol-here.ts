import "server-only";
import { hasFactor } from "@/lib/auth/mfa/has-factor";
import { owesFactor } from "@/lib/auth/mfa/owes-factor";
import type { SystemTx } from "@/lib/tenancy/with-system";

/**
 * Whether somebody without a second factor may set one up behind this sign-in. The factor would be their own, in every
 * workspace: only for a person who has nothing but this workspace's word may its provider open that door.
 */
export async function mayEnrolHere(
  tx: SystemTx,
  flow: { tenantId: string },
  userId: string,
): Promise<boolean> {
  if (await hasFactor(tx, userId)) return true;
  const { platformRole } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { platformRole: true },
  });
  // Staff owe a factor everywhere, whatever their workspaces ask for.
  if (platformRole !== "user") return false;
  if (!(await owesFactor(tx, userId))) return true;
  const [password, identities, elsewhere] = await Promise.all([
    tx.credential.count({ where: { userId } }),
    tx.identity.count({ where: { userId } }),
    tx.userTenant.count({ where: { userId, tenantId: { not: flow.tenantId } } }),
  ]);
  return password + identities + elsewhere === 0;
}
