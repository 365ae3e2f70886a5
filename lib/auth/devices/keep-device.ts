import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { deviceRow } from "./device-row";

/** Makes the browser that asks a known one of this person. Returns its id, null for a caller that keeps no cookie. */
export async function keepDevice(tx: SystemTx, info: RequestInfo, userId: string): Promise<string | null> {
  const device = deviceRow(info);
  if (!device) return null;
  const rows = await tx.$queryRaw<{ device_id: string }[]>`
    select device_id::text from platform.keep_device(${device.id}::uuid, ${userId}::uuid, ${device.own},
      ${device.proved}, ${info.ip}::inet, ${info.userAgent})`;
  return rows[0]?.device_id ?? null;
}
