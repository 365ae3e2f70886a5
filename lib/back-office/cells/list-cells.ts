import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { presentCells } from "./internal";
import type { CellList } from "./schema";

/**
 * The cells of this installation: what each is for, how many workspaces it holds, whether it answers.
 * @throws PermissionError
 */
export async function listCells(ctx: StaffContext): Promise<CellList> {
  assertStaff(ctx);
  return { data: await withSystem((tx) => presentCells(tx)) };
}
