import "server-only";
import { actorPerson, actorPrincipal } from "@/lib/access/actor-person";
import { assertHolds, assertRank, grantorOf } from "@/lib/access/roles/grants/grantor-of";
import { lockServiceAccount } from "@/lib/access/service-accounts/account-rows";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, PermissionError } from "@/lib/core/errors";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { assertKeyWish } from "./assert-key-wish";
import { assertNoWider } from "./assert-may-touch";
import { assertRate } from "./assert-rate";
import { assertUnbound, bindableRoles } from "./bind-roles";
import { endOfLife } from "./internal";
import { issueKey } from "./issue-key";
import { type ApiKeyInput, apiKeyInput, type NewApiKeyDto } from "./schema";

/**
 * Makes an API key and shows it this once; only its hash is kept. The key may do what its scopes name and its maker
 * may do at the time of each call, from the addresses on its list; a service account's key, what the account may do.
 * Named roles stand in place of scopes: what they allow then is what it may do of its owner's rights.
 * Mails the maker. Keys of service accounts make keys of their own account only.
 * @throws PermissionError for a scope that the caller lacks, for a key without expiry and reason wider_addresses;
 *   ValidationError key_life_exceeds_policy, rate_exceeds_plan; for roles, as bindableRoles(); DomainError step_up_required
 * @throws PermissionError bound_key_makes_none
 * @throws NotFoundError, PermissionError higher_rank, grants_longer_than_held, ConflictError service_account_disabled for a service account
 */
export async function createApiKey(ctx: TenantContext, input: ApiKeyInput): Promise<NewApiKeyDto> {
  ctx.authorize("api_keys:create");
  const wish = apiKeyInput.parse(input);
  const { name, scopes, expires_in_days: days, ip_allowlist: ipAllow, rate_per_minute: ownRate } = wish;
  const maker = actorPrincipal(ctx.actor);
  if (!maker) throw new PermissionError("api_keys:create");
  assertUnbound(ctx);
  const own = maker.type === "service_account" ? maker.id : null;
  const serviceAccountId = wish.service_account_id ?? own;
  if (serviceAccountId !== own) ctx.authorize("service_accounts:manage");
  assertRecent(ctx.actor);
  assertNoWider(ctx, ipAllow);
  assertRate(ctx, ownRate);
  await assertKeyWish(ctx, { scopes, days });
  const expiresAt = endOfLife(days);
  return withTenant({ tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) }, async (tx) => {
    const roles = await bindableRoles(tx, ctx, wish.roles, expiresAt);
    if (serviceAccountId !== null)
      await assertMayServe(tx, ctx, serviceAccountId, { own, scopes, expiresAt });
    return issueKey(tx, ctx, {
      name,
      scopes,
      roles,
      ipAllow,
      ownRate,
      kind: serviceAccountId === null ? "api_key" : "service",
      serviceAccountId,
      createdBy: maker.id,
      expiresAt,
    });
  });
}

/**
 * Locked, so that no key is made for an account that goes at the same moment. The key acts with the account's roles,
 * whatever becomes of its maker's: those have to last as long.
 */
async function assertMayServe(
  tx: TenantTx,
  ctx: TenantContext,
  id: string,
  key: { own: string | null; scopes: readonly string[]; expiresAt: Date | null },
): Promise<void> {
  const account = await lockServiceAccount(tx, ctx.tenant.id, id);
  if (id !== key.own) {
    const grantor = await grantorOf(tx, ctx, key.expiresAt);
    assertHolds(grantor, key.scopes);
    assertRank(grantor, account.rank);
  }
  if (account.status === "active") return;
  throw new ConflictError("This service account is disabled.", { reason: "service_account_disabled" });
}
