import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { StaffContext } from "@/lib/core/context";
import { APPROVAL_SETTING, readApprovalMode } from "@/lib/lifecycle/approval/read-approval-mode";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { type PlatformSettingsDto, type PlatformSettingsInput, platformSettingsInput } from "./schema";

/**
 * Changes how the platform treats new workspaces. Requests that wait already stay in the queue.
 * @throws PermissionError
 */
export async function updatePlatformSettings(
  ctx: StaffContext,
  raw: PlatformSettingsInput,
): Promise<PlatformSettingsDto> {
  assertStaff(ctx);
  const { tenant_approval: value } = platformSettingsInput.parse(raw);
  return withSystem(async (tx) => {
    const before = await readApprovalMode(tx);
    await tx.platformSetting.upsert({
      where: { key: APPROVAL_SETTING },
      create: { key: APPROVAL_SETTING, value },
      update: { value },
    });
    await recordPlatformEvent(tx, ctx, {
      action: "platform.settings_changed",
      target: { type: "setting", id: APPROVAL_SETTING, label: APPROVAL_SETTING },
      before: { tenant_approval: before },
      after: { tenant_approval: value },
    });
    return { tenant_approval: value };
  });
}
