import "server-only";
import type { UserContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { hasFactor } from "./has-factor";
import { countCodes } from "./recovery/count-codes";
import { requiresFactor } from "./requires-factor";
import type { TwoStep } from "./schema";
import { listTrustedDevices } from "./trusted-devices/list-trusted-devices";

/** The own second factors and what is left of the recovery codes. */
export async function getTwoStep(ctx: UserContext): Promise<TwoStep> {
  const { userId } = ctx.actor;
  return withSystem(async (tx) => {
    const totp = await tx.totpFactor.count({ where: { userId, confirmedAt: { not: null } } });
    const passkeys = await tx.passkey.findMany({ where: { userId }, orderBy: { createdAt: "asc" } });
    return {
      enabled: await hasFactor(tx, userId),
      required: await requiresFactor(tx, userId),
      totp: totp > 0,
      passkeys: passkeys.map((passkey) => ({
        id: passkey.id,
        name: passkey.name,
        synced: passkey.backedUp,
        last_used_at: passkey.lastUsedAt?.toISOString() ?? null,
        created_at: passkey.createdAt.toISOString(),
      })),
      recovery_codes_left: await countCodes(tx, userId),
      trusted_devices: await listTrustedDevices(tx, userId),
    };
  });
}
