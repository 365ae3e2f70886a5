import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { type ApprovalMode, approvalMode } from "./schema";

export const APPROVAL_SETTING = "tenant_approval";

/** How the platform treats requests for a workspace now; at once unless somebody chose otherwise. */
export async function readApprovalMode(tx: SystemTx): Promise<ApprovalMode> {
  const row = await tx.platformSetting.findUnique({ where: { key: APPROVAL_SETTING } });
  const parsed = approvalMode.safeParse(row?.value);
  return parsed.success ? parsed.data : "auto";
}
