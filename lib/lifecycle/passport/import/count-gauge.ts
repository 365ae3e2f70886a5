import "server-only";
import { LimitError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { GAUGE_PERIOD } from "@/lib/usage/reserve-limit";

const TTL_SECONDS = 60;

/**
 * Takes `quantity` of an account's limit and counts it in the transaction of the work: both happen or neither.
 * @throws LimitError limit_reached
 */
export async function countGauge(
  tx: SystemTx,
  accountId: string,
  meter: "tenants" | "agents",
  quantity: number,
): Promise<void> {
  if (quantity === 0) return;
  const id = newId();
  const [row] = await tx.$queryRaw<{ granted: boolean; limit_value: bigint | null }[]>`
    select granted, limit_value from platform.reserve(${id}::uuid, ${accountId}::uuid, null, ${meter}, ${meter},
      ${GAUGE_PERIOD}::uuid, ${quantity}::bigint, ${TTL_SECONDS}::int)`;
  if (!row?.granted) {
    throw new LimitError(
      meter,
      `The plan allows ${row?.limit_value ?? 0} ${meter}, and ${quantity} more are needed.`,
      {
        reason: "limit_reached",
      },
    );
  }
  await tx.$queryRaw`select platform.finish_reservation(${id}::uuid, true)::text`;
}
