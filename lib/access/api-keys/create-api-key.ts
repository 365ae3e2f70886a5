import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { assertKeyWish } from "./assert-key-wish";
import { assertNoWider } from "./assert-may-touch";
import { endOfLife } from "./internal";
import { issueKey } from "./issue-key";
import { type ApiKeyInput, apiKeyInput, type NewApiKeyDto } from "./schema";

/**
 * Makes an API key and shows it this once; only its hash is kept. The key may do what its scopes name and its maker
 * may do at the time of each call, from the addresses on its list. Mails the maker.
 * @throws PermissionError for a scope that the caller lacks, for a key without expiry and reason wider_addresses;
 *   ValidationError key_life_exceeds_policy; DomainError step_up_required
 */
export async function createApiKey(ctx: TenantContext, input: ApiKeyInput): Promise<NewApiKeyDto> {
  ctx.authorize("api_keys:create");
  const { name, scopes, expires_in_days: days, ip_allowlist: ipAllow } = apiKeyInput.parse(input);
  const createdBy = actorPerson(ctx.actor);
  if (!createdBy) throw new PermissionError("api_keys:create");
  assertRecent(ctx.actor);
  assertNoWider(ctx, ipAllow);
  await assertKeyWish(ctx, { scopes, days });
  return withTenant({ tenantId: ctx.tenant.id, userId: createdBy }, (tx) =>
    issueKey(tx, ctx, { name, scopes, ipAllow, createdBy, expiresAt: endOfLife(days) }),
  );
}
