import "server-only";
import type { ScimContext } from "../context";
import { applyPatch } from "../protocol/apply-patch";
import { GROUP, type Json } from "../protocol/definitions";
import { changeGroup } from "./change-group";
import type { GroupRow } from "./present-group";

/**
 * Changes a group's name or members. Members who are named in a removal's value leave; the others stay.
 * @throws as changeGroup; ScimError invalidSyntax, invalidPath, invalidValue, mutability, noTarget
 */
export function patchGroup(
  ctx: ScimContext,
  id: string,
  body: Json,
  ifMatch: string | null,
): Promise<{ resource: Json; revision: number }> {
  return changeGroup(ctx, id, ifMatch, (row) => applyPatch(GROUP, asItIs(row), body));
}

function asItIs(row: GroupRow) {
  return {
    displayName: row.displayName,
    ...(row.externalId !== null && { externalId: row.externalId }),
    members: (row.members ?? []).map(({ scimUser }) => ({ value: scimUser.id, display: scimUser.userName })),
  };
}
