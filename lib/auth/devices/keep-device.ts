import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { hashToken } from "@/lib/infra/tokens";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { SsoMethod } from "../sso/sso-method";

export type KeptDevice = {
  id: string;
  /** This person was never in this browser before, but has signed in elsewhere. */
  isStrange: boolean;
};

/**
 * Makes the browser that asks a known one of this person. Null for a caller that keeps no cookie. By single sign-on it
 * is known to that connection alone: a workspace's provider must not get the budget of tries of a browser that its
 * person has proved. A browser that the person did prove is not strange to a provider.
 */
export async function keepDevice(
  tx: SystemTx,
  info: RequestInfo,
  userId: string,
  via?: SsoMethod,
): Promise<KeptDevice | null> {
  if (!info.device) return null;
  const proved = hashToken(info.device.token);
  const own = via ? hashToken(`${via}|${info.device.token}`) : proved;
  const rows = await tx.$queryRaw<{ id: string; is_new: boolean; was_here: boolean; is_proved: boolean }[]>`
    insert into platform.known_devices as d (id, user_id, token_hash, ip, user_agent)
    values (${newId()}::uuid, ${userId}::uuid, ${own}, ${info.ip}::inet, ${info.userAgent})
    on conflict (token_hash, user_id) do update
      set last_seen_at = now(), ip = excluded.ip, user_agent = excluded.user_agent
    returning d.id::text, d.created_at = now() as is_new,
      exists (select 1 from platform.users u where u.id = d.user_id and u.last_sign_in_method is not null)
        or exists (select 1 from platform.known_devices o where o.user_id = d.user_id and o.id <> d.id) as was_here,
      exists (select 1 from platform.known_devices o
        where o.user_id = d.user_id and o.id <> d.id and o.token_hash = ${proved}) as is_proved`;
  const [row] = rows;
  return row ? { id: row.id, isStrange: row.is_new && row.was_here && !row.is_proved } : null;
}
