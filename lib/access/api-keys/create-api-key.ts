import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError, ValidationError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { hashToken } from "@/lib/infra/tokens";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { notifyIntegrations } from "@/lib/notifications/integrations/notify-integrations";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { auditKey, presentKey } from "./internal";
import { makeKeyText } from "./key-text";
import { type ApiKeyInput, apiKeyInput, type NewApiKeyDto } from "./schema";

const DAY_MS = 24 * 3600 * 1000;

/**
 * Makes an API key and shows it this once; only its hash is kept. The key may do what its scopes name and its maker
 * may do at the time of each call. Mails the maker.
 * @throws PermissionError for a scope that the caller lacks, and for a key without expiry; ValidationError
 *   key_life_exceeds_policy
 */
export async function createApiKey(ctx: TenantContext, input: ApiKeyInput): Promise<NewApiKeyDto> {
  ctx.authorize("api_keys:create");
  const { name, scopes, expires_in_days: days } = apiKeyInput.parse(input);
  if (days === null) ctx.authorize("api_keys:create_permanent");
  const createdBy = actorPerson(ctx.actor);
  if (!createdBy) throw new PermissionError("api_keys:create");
  await assertLife(ctx, days);
  // Nobody grants what they lack. Status and plan are judged at every call, not here.
  const lacking = scopes.find((scope) => !holds(ctx, scope));
  if (lacking) throw new PermissionError(lacking, { reason: "scope_not_held" });
  const key = makeKeyText();
  const id = newId();
  const now = new Date();
  return withTenant({ tenantId: ctx.tenant.id, userId: createdBy }, async (tx) => {
    const row = await tx.apiKey.create({
      data: {
        tenantId: ctx.tenant.id,
        id,
        keyId: key.keyId,
        name,
        lastFour: key.text.slice(-4),
        scopes,
        lineageId: id,
        createdBy,
        createdByName: actorName(ctx.actor).slice(0, 255),
        expiresAt: days === null ? null : new Date(now.getTime() + days * DAY_MS),
        createdAt: now,
      },
    });
    await tx.$queryRaw`select platform.announce_api_key(${key.keyId}, ${id}::uuid, ${hashToken(key.secret)},
      ${createdBy}::uuid, ${scopes}::text[], ${row.expiresAt}::timestamptz)::text`;
    await recordEvent(tx, ctx, {
      action: "api_key.created",
      target: { type: "api_key", id, label: name },
      after: auditKey(row),
    });
    await notifyIntegrations(tx, ctx.tenant.id, {
      event: "api_key.created",
      actor: actorName(ctx.actor),
      target: { id, name },
    });
    await mailMaker(tx, ctx, { createdBy, keyName: name });
    return { ...presentKey(row), key: key.text };
  });
}

function holds(ctx: TenantContext, scope: string): boolean {
  return ctx.permissions.has(scope) && (ctx.actor.type !== "api_key" || ctx.actor.scopes.includes(scope));
}

async function assertLife(ctx: TenantContext, days: number | null): Promise<void> {
  const { max_days: max } = (await readPolicy(ctx.tenant.id)).api_keys;
  if (max === null || (days !== null && days <= max)) return;
  throw new ValidationError([
    {
      path: "expires_in_days",
      code: "key_life_exceeds_policy",
      message: `The security policy allows keys of at most ${max} days.`,
    },
  ]);
}

async function mailMaker(
  tx: TenantTx,
  ctx: TenantContext,
  key: { createdBy: string; keyName: string },
): Promise<void> {
  const maker = await tx.membership.findUnique({
    where: { tenantId_userId: { tenantId: ctx.tenant.id, userId: key.createdBy } },
    select: { email: true },
  });
  if (!maker) return;
  await enqueueMail(tx, {
    template: "api_key_created",
    to: maker.email,
    locale: ctx.tenant.locale,
    data: {
      tenantName: ctx.tenant.name,
      keyName: key.keyName,
      createdBy: actorName(ctx.actor),
      slug: ctx.tenant.slug,
    },
  });
}
