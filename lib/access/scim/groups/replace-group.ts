import "server-only";
import type { ScimContext } from "../context";
import type { JsonObject } from "../protocol/definitions";
import { changeGroup } from "./change-group";

/**
 * Writes a group anew: its members are those that the body names.
 * @throws as changeGroup
 */
export function replaceGroup(
  ctx: ScimContext,
  id: string,
  body: JsonObject,
  ifMatch: string | null,
): Promise<{ resource: JsonObject; revision: number }> {
  return changeGroup(ctx, id, ifMatch, () => body);
}
