import "server-only";
import { placeOf } from "@/lib/infra/places";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { TrustedDevice } from "../schema";
import { trustDays } from "./trust-days";

const DAY_MS = 86_400_000;

/** The browsers in which the second step still holds, the last used first. */
export async function listTrustedDevices(tx: SystemTx, userId: string): Promise<TrustedDevice[]> {
  const days = await trustDays(tx, userId);
  const rows = await tx.trustedDevice.findMany({
    where: { userId, verifiedAt: { gt: new Date(Date.now() - days * DAY_MS) } },
    orderBy: { lastUsedAt: "desc" },
  });
  return rows.map((row) => ({
    id: row.id,
    user_agent: row.userAgent,
    ip: row.ip,
    place: placeOf(row.ip),
    last_used_at: row.lastUsedAt.toISOString(),
    ends_at: new Date(row.verifiedAt.getTime() + days * DAY_MS).toISOString(),
  }));
}
