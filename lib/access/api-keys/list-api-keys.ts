import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import type { TenantContext } from "@/lib/core/context";
import { readKeyPage } from "./read-key-page";
import { type ApiKeyListQuery, type ApiKeyPage, apiKeyListQuery } from "./schema";

/**
 * The tenant's API keys, newest first, with when and from where each was last used (to the minute). Other people's
 * personal tokens are shown to who may read the security policy.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listApiKeys(ctx: TenantContext, input: ApiKeyListQuery): Promise<ApiKeyPage> {
  ctx.authorize("api_keys:read");
  const query = apiKeyListQuery.parse(input);
  const seesTokens = ctx.decide("security:read").allowed;
  return readKeyPage(ctx, query, {
    ...(query.service_account_id && { serviceAccountId: query.service_account_id }),
    ...(!seesTokens && {
      OR: [{ kind: { not: "personal" } }, { createdBy: actorPerson(ctx.actor) ?? ctx.tenant.id }],
    }),
  });
}
