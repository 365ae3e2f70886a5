import "server-only";
import { assertKeyWish } from "@/lib/access/api-keys/assert-key-wish";
import { assertRate } from "@/lib/access/api-keys/assert-rate";
import { issueKey } from "@/lib/access/api-keys/issue-key";
import type { NewApiKeyDto } from "@/lib/access/api-keys/schema";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { assertTokenRoom } from "./assert-token-room";
import { type PersonalTokenInput, personalTokenInput } from "./schema";

const DAY_MS = 86_400_000;

/**
 * Makes the caller a token for this workspace and shows it this once. It may do what its scopes name and the person may
 * do at each call, always ends, and dies with the membership. Mails the person.
 * @throws PermissionError for a key, and for a scope that the person lacks; DomainError step_up_required
 * @throws ValidationError key_life_exceeds_policy; ConflictError too_many_tokens
 */
export async function createPersonalToken(
  ctx: TenantContext,
  input: PersonalTokenInput,
): Promise<NewApiKeyDto> {
  ctx.authorize("personal_tokens:create");
  const { actor, tenant } = ctx;
  if (actor.type !== "user") throw new PermissionError("session", { reason: "keys_not_allowed" });
  const {
    name,
    scopes,
    expires_in_days: days,
    ip_allowlist: ipAllow,
    rate_per_minute: ownRate,
  } = personalTokenInput.parse(input);
  assertRate(ctx, ownRate);
  assertRecent(actor);
  await assertKeyWish(ctx, { scopes, days });
  const { userId } = actor;
  return withTenant({ tenantId: tenant.id, userId }, async (tx) => {
    await assertTokenRoom(tx, tenant.id, userId);
    return issueKey(tx, ctx, {
      name,
      scopes,
      roles: [],
      ipAllow,
      ownRate,
      kind: "personal",
      serviceAccountId: null,
      createdBy: userId,
      expiresAt: new Date(Date.now() + days * DAY_MS),
    });
  });
}
