import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { hashToken } from "@/lib/infra/tokens";
import type { SystemTx } from "@/lib/tenancy/with-system";

export type KeptDevice = {
  id: string;
  /** This person was never in this browser before, but in another one. */
  isStrange: boolean;
};

/** Makes the browser that asks a known one of this person. Null for a caller that keeps no cookie. */
export async function keepDevice(
  tx: SystemTx,
  info: RequestInfo,
  userId: string,
): Promise<KeptDevice | null> {
  if (!info.device) return null;
  const rows = await tx.$queryRaw<{ id: string; is_new: boolean; has_other: boolean }[]>`
    insert into platform.known_devices as d (id, user_id, token_hash, ip, user_agent)
    values (${newId()}::uuid, ${userId}::uuid, ${hashToken(info.device.token)}, ${info.ip}::inet, ${info.userAgent})
    on conflict (token_hash, user_id) do update
      set last_seen_at = now(), ip = excluded.ip, user_agent = excluded.user_agent
    returning d.id::text, d.created_at = now() as is_new,
      exists (select 1 from platform.known_devices o where o.user_id = d.user_id and o.id <> d.id) as has_other`;
  const [row] = rows;
  return row ? { id: row.id, isStrange: row.is_new && row.has_other } : null;
}
