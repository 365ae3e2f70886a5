import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { hashToken } from "@/lib/infra/tokens";
import type { SystemTx } from "@/lib/tenancy/with-system";

/**
 * When this person last took the second step in the browser that asks, if that still holds; else null. Judged by the
 * policies of now, not of when it was trusted.
 */
export async function findTrust(tx: SystemTx, info: RequestInfo, userId: string): Promise<Date | null> {
  if (!info.device) return null;
  const [row] = await tx.$queryRaw<{ verified_at: Date }[]>`
    update platform.trusted_devices set last_used_at = now(), ip = ${info.ip}::inet
    where user_id = ${userId}::uuid and token_hash = ${hashToken(info.device.token)}
      and verified_at + make_interval(days => platform.trusted_device_days(user_id)) > now()
    returning verified_at`;
  return row?.verified_at ?? null;
}
