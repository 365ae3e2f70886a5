import "server-only";
import type { ScimContext } from "../context";
import { cleanResource } from "../protocol/clean-resource";
import { type JsonObject, USER } from "../protocol/definitions";
import { changeUser } from "./change-user";
import type { Written } from "./write-user";

/**
 * Writes an entry anew. What the body does not name is gone, but for `active` and `externalId`, which stay.
 * @throws as changeUser; ScimError invalidValue
 */
export async function replaceUser(
  ctx: ScimContext,
  id: string,
  body: JsonObject,
  ifMatch: string | null,
): Promise<Written> {
  const resource = cleanResource(USER, body);
  return changeUser(ctx, id, ifMatch, () => resource);
}
