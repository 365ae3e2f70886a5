import "server-only";
import { actorName } from "@/lib/access/actor-person";
import type { TenantContext } from "@/lib/core/context";
import type { ApiKeyModel } from "@/lib/infra/prisma/generated/models";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { kindOf } from "./key-owner";
import type { KeyRole } from "./key-roles";
import { PREFIXES } from "./key-text";
import type { ApiKeyDto, ApiKeyStatus } from "./schema";

/** What presentKey() needs of a key beside its row. */
export const WITH_ACCOUNT = { serviceAccount: { select: { id: true, name: true } } } as const;
type KeyRow = ApiKeyModel & { serviceAccount: { id: string; name: string } | null };

export type KeyActivity = { lastUsedAt: Date | null; lastUsedIp: string | null; calls: number };

/** `policyEnd` is when the workspace's policy stops the key, whatever it was made for. */
export function presentKey(
  made: KeyRow,
  roles: readonly KeyRole[],
  activity?: KeyActivity,
  policyEnd: Date | null = null,
): ApiKeyDto {
  const isShortened = policyEnd !== null && (made.expiresAt === null || policyEnd < made.expiresAt);
  const row = isShortened ? { ...made, expiresAt: policyEnd } : made;
  return {
    id: row.id,
    name: row.name,
    kind: kindOf(row),
    prefix: `${PREFIXES[kindOf(row)]}${row.keyId.slice(0, 4)}`,
    last_four: row.lastFour,
    scopes: row.scopes,
    roles: roles.map(({ key, name, expiresAt }) => ({
      role: key,
      name,
      expires_at: expiresAt?.toISOString() ?? null,
    })),
    ip_allowlist: row.ipAllow,
    rate_per_minute: row.ownRate,
    status: statusOf(row),
    service_account: row.serviceAccount && { id: row.serviceAccount.id, name: row.serviceAccount.name },
    created_by: { id: row.createdBy, name: row.createdByName },
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    replaced_by: row.replacedBy,
    revoked_at: row.revokedAt?.toISOString() ?? null,
    last_used_at: activity?.lastUsedAt?.toISOString() ?? null,
    last_used_ip: activity?.lastUsedIp ?? null,
    ...(activity && { calls_7d: activity.calls }),
  };
}

function statusOf(row: ApiKeyModel): ApiKeyStatus {
  if (row.revokedAt) return "revoked";
  return row.expiresAt && row.expiresAt <= new Date() ? "expired" : "active";
}

/** What of a key may stand in an audit row. */
export function auditKey(row: ApiKeyModel, roles: readonly KeyRole[]): Record<string, unknown> {
  const { name, kind, scopes, expiresAt, serviceAccountId } = row;
  return {
    name,
    kind,
    ...(serviceAccountId && { service_account_id: serviceAccountId }),
    key_id: row.keyId,
    scopes,
    ...(roles.length > 0 && { roles: roles.map(({ key }) => key) }),
    ip_allowlist: row.ipAllow,
    expires_at: expiresAt,
    ...(row.ownRate !== null && { rate_per_minute: row.ownRate }),
  };
}

/** When a key made now ends; null for never. */
export function endOfLife(days: number | null): Date | null {
  return days === null ? null : new Date(Date.now() + days * 86_400_000);
}

export async function mailMaker(
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
