import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { cellNames } from "@/lib/infra/database/cells";
import { assertStaff } from "../assert-staff";

/**
 * The cells that a tenant can be moved to or from, by name.
 * @throws PermissionError
 */
export async function listCells(ctx: StaffContext): Promise<string[]> {
  assertStaff(ctx);
  return cellNames();
}
