import { forceStatus } from "@/lib/testing/force-status";

/** As if staff had suspended it. */
export async function arrange(tenantId: string): Promise<void> {
  await forceStatus(tenantId, "suspended");
}
