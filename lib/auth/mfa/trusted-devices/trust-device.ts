import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { hashToken } from "@/lib/infra/tokens";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { trustDays } from "./trust-days";

/** Trusts the browser in which the second step was just taken, where the person's workspaces allow it. */
export async function trustDevice(tx: SystemTx, info: RequestInfo, userId: string): Promise<void> {
  const days = await trustDays(tx, userId);
  if (!info.device || days === 0) return;
  await tx.$executeRaw`
    insert into platform.trusted_devices (id, user_id, token_hash, user_agent, ip)
    values (${newId()}::uuid, ${userId}::uuid, ${hashToken(info.device.token)}, ${info.userAgent}, ${info.ip}::inet)
    on conflict (user_id, token_hash) do update set verified_at = now(), last_used_at = now(),
      user_agent = excluded.user_agent, ip = excluded.ip`;
  await recordPlatformEvent(
    tx,
    { ...info, actor: { type: "system", name: "sign-in" } },
    { action: "user.device_trusted", target: { type: "user", id: userId }, after: { days } },
  );
}
