import * as z from "zod";
import { approvalMode } from "@/lib/lifecycle/approval/schema";

/** Choices that hold for the whole installation. */
export const platformSettingsDto = z.object({ tenant_approval: approvalMode });
export type PlatformSettingsDto = z.output<typeof platformSettingsDto>;

export const platformSettingsInput = z.strictObject({ tenant_approval: approvalMode });
export type PlatformSettingsInput = z.input<typeof platformSettingsInput>;
