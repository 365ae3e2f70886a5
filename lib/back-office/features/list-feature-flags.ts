import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { TOGGLE_KEYS } from "@/lib/entitlements/toggles";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { presentFlags } from "./internal";
import type { FeatureFlagList } from "./schema";

/**
 * Every feature with a switch: kill switch, roll-out and how many workspaces have it.
 * @throws PermissionError
 */
export async function listFeatureFlags(ctx: StaffContext): Promise<FeatureFlagList> {
  assertStaff(ctx);
  return withSystem(async (tx) => ({ data: await presentFlags(tx, TOGGLE_KEYS) }));
}
