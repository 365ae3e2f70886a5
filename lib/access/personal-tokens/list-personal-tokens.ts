import "server-only";
import { readKeyPage } from "@/lib/access/api-keys/read-key-page";
import { type ApiKeyListQuery, type ApiKeyPage, apiKeyListQuery } from "@/lib/access/api-keys/schema";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";

/**
 * The caller's own tokens for this workspace, newest first. Needs no permission: they are theirs.
 * @throws PermissionError for a key; DomainError invalid_request (cursor)
 */
export async function listPersonalTokens(ctx: TenantContext, input: ApiKeyListQuery): Promise<ApiKeyPage> {
  const { actor } = ctx;
  if (actor.type !== "user") throw new PermissionError("session", { reason: "keys_not_allowed" });
  return readKeyPage(ctx, apiKeyListQuery.parse(input), { kind: "personal", createdBy: actor.userId });
}
