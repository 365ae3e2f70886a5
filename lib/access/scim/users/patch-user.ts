import "server-only";
import type { ScimContext } from "../context";
import { applyPatch } from "../protocol/apply-patch";
import { cleanResource } from "../protocol/clean-resource";
import { type Json, USER } from "../protocol/definitions";
import { changeUser } from "./change-user";
import { resourceOf } from "./present-user";
import type { Written } from "./write-user";

/**
 * Changes parts of an entry (RFC 7644 §3.5.2), each as it is at that moment: of parallel changes none is lost.
 * @throws as changeUser; ScimError invalidSyntax, invalidPath, invalidValue, mutability, noTarget
 */
export async function patchUser(
  ctx: ScimContext,
  id: string,
  body: Json,
  ifMatch: string | null,
): Promise<Written> {
  return changeUser(ctx, id, ifMatch, (row) => {
    const now = { ...resourceOf(row), userName: row.userName, active: row.active };
    return cleanResource(USER, applyPatch(USER, now, body));
  });
}
