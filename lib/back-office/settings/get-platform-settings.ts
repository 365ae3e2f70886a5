import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { readApprovalMode } from "@/lib/lifecycle/approval/read-approval-mode";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import type { PlatformSettingsDto } from "./schema";

/** The installation's settings. @throws PermissionError */
export async function getPlatformSettings(ctx: StaffContext): Promise<PlatformSettingsDto> {
  assertStaff(ctx);
  return { tenant_approval: await withSystem(readApprovalMode) };
}
