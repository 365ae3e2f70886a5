import "server-only";
import { actorName } from "@/lib/access/actor-person";
import { writeBindings } from "@/lib/access/roles/grants/write-bindings";
import { recordEvent } from "@/lib/audit/record-event";
import type { KeyKind, TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { hashToken } from "@/lib/infra/tokens";
import { notifyIntegrations } from "@/lib/notifications/integrations/notify-integrations";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { auditKey, mailMaker, presentKey, WITH_ACCOUNT } from "./internal";
import type { KeyRole } from "./key-roles";
import { makeKeyText } from "./key-text";
import type { NewApiKeyDto } from "./schema";

type Wish = {
  name: string;
  /** Empty for a key that is bound to roles. */
  scopes: string[];
  roles: readonly KeyRole[];
  ipAllow: string[];
  ownRate: number | null;
  createdBy: string;
  kind: KeyKind;
  /** The service account that it belongs to, for the kind `service`. */
  serviceAccountId: string | null;
  expiresAt: Date | null;
  /** The key whose place it takes. */
  replaces?: { id: string; lineageId: string };
};

/** Writes a new key, announces it to the directory, records it and mails its maker. */
export async function issueKey(tx: TenantTx, ctx: TenantContext, wish: Wish): Promise<NewApiKeyDto> {
  const key = makeKeyText(wish.kind);
  const id = newId();
  const row = await tx.apiKey.create({
    data: {
      tenantId: ctx.tenant.id,
      id,
      keyId: key.keyId,
      name: wish.name,
      lastFour: key.text.slice(-4),
      scopes: wish.scopes,
      ipAllow: wish.ipAllow,
      ownRate: wish.ownRate,
      lineageId: wish.replaces?.lineageId ?? id,
      kind: wish.kind,
      serviceAccountId: wish.serviceAccountId,
      createdBy: wish.createdBy,
      createdByName: actorName(ctx.actor).slice(0, 255),
      expiresAt: wish.expiresAt,
    },
    include: WITH_ACCOUNT,
  });
  await tx.$queryRaw`select platform.announce_api_key(${key.keyId}, ${id}::uuid, ${hashToken(key.secret)},
    ${wish.createdBy}::uuid, ${wish.scopes}::text[], ${wish.expiresAt}::timestamptz)::text`;
  if (wish.kind !== "api_key") {
    await tx.$queryRaw`select platform.describe_api_key(${id}::uuid, ${wish.kind}, ${wish.serviceAccountId}::uuid)::text`;
  }
  if (wish.ownRate !== null) {
    await tx.$queryRaw`select platform.limit_api_key(${id}::uuid, ${wish.ownRate}::int)::text`;
  }
  const sharesRateOf = limitedMaker(ctx) ?? wish.replaces?.id;
  if (sharesRateOf) {
    await tx.$queryRaw`select platform.share_key_rate(${id}::uuid, ${sharesRateOf}::uuid)::text`;
  }
  if (wish.ipAllow.length > 0) {
    await tx.$queryRaw`select platform.restrict_api_key(${id}::uuid, ${wish.ipAllow}::text[])::text`;
  }
  if (wish.roles.length > 0) {
    await writeBindings(tx, ctx, { type: "api_key", id }, { held: [], wishes: wish.roles });
  }
  await recordEvent(tx, ctx, {
    action: wish.replaces ? "api_key.rotated" : "api_key.created",
    target: { type: "api_key", id, label: wish.name },
    after: { ...auditKey(row, wish.roles), ...(wish.replaces && { replaces: wish.replaces.id }) },
  });
  await notifyIntegrations(tx, ctx.tenant.id, {
    event: "api_key.created",
    actor: actorName(ctx.actor),
    target: { id, name: wish.name },
  });
  await mailMaker(tx, ctx, { createdBy: wish.createdBy, keyName: wish.name });
  return { ...presentKey(row, wish.roles), key: key.text };
}

/** What a key with a rate of its own makes is counted with it: else it makes itself allowance after allowance. */
function limitedMaker({ actor }: TenantContext): string | null {
  return actor.type === "api_key" && actor.ownRate !== null ? actor.apiKeyId : null;
}
