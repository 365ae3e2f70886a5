import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { readKeyPage } from "./read-key-page";
import { type ApiKeyListQuery, type ApiKeyPage, apiKeyListQuery } from "./schema";
import { visibleKeys } from "./visible-keys";

/**
 * The tenant's API keys, newest first, with when and from where each was last used (to the minute); found by part of a
 * name. Other people's personal tokens are shown to who may read the security policy.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listApiKeys(ctx: TenantContext, input: ApiKeyListQuery): Promise<ApiKeyPage> {
  ctx.authorize("api_keys:read");
  const query = apiKeyListQuery.parse(input);
  return readKeyPage(ctx, query, {
    ...(query.service_account_id && { serviceAccountId: query.service_account_id }),
    ...visibleKeys(ctx),
  });
}
