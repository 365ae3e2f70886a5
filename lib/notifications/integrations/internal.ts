import "server-only";
import type { Entitlements } from "@/lib/core/context";
import { DomainError, NotFoundError } from "@/lib/core/errors";
import type { IntegrationModel } from "@/lib/infra/prisma/generated/models";
import { openForTenant } from "@/lib/tenancy/vault/open-for-tenant";
import { withSystem } from "@/lib/tenancy/with-system";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { CONFIGS, INTEGRATION_KINDS, type IntegrationDto, type IntegrationKind, KIND_LEVELS } from "./schema";

/** Whether the plan includes a kind. */
export function isAvailable(entitlements: Entitlements, kind: IntegrationKind): boolean {
  const grant = entitlements.integrations;
  return grant?.enabled === true && KIND_LEVELS[kind].levels.includes(grant.level ?? "none");
}

/** @throws DomainError feature_unavailable */
export function assertAvailable(entitlements: Entitlements, kind: IntegrationKind): void {
  if (isAvailable(entitlements, kind)) return;
  throw new DomainError("feature_unavailable", `This integration comes with ${KIND_LEVELS[kind].plan}.`, {
    subject: "integrations",
  });
}

export function presentIntegration(
  kind: IntegrationKind,
  row: IntegrationModel | undefined,
  entitlements: Entitlements,
): IntegrationDto {
  const { secretSealed, secretLastFour, secretSetAt } = row ?? {};
  return {
    kind,
    available: isAvailable(entitlements, kind),
    plan: KIND_LEVELS[kind].plan,
    configured: row !== undefined,
    enabled: row?.enabled ?? false,
    config: (row?.config as Record<string, unknown> | undefined) ?? {},
    events: row?.events ?? [],
    credential:
      secretSealed && secretSetAt
        ? {
            last_four: secretLastFour ?? "",
            set_at: secretSetAt.toISOString(),
            set_by: row?.secretSetByName ?? "",
          }
        : null,
    last_used_at: row?.lastUsedAt?.toISOString() ?? null,
    last_error: row?.lastError ?? null,
    last_error_at: row?.lastErrorAt?.toISOString() ?? null,
  };
}

/** All kinds in their order, configured or not. */
export function presentAll(rows: readonly IntegrationModel[], entitlements: Entitlements): IntegrationDto[] {
  return INTEGRATION_KINDS.map((kind) =>
    presentIntegration(
      kind,
      rows.find((row) => row.kind === kind),
      entitlements,
    ),
  );
}

/** @throws NotFoundError */
export async function requireIntegration(tx: TenantTx, kind: IntegrationKind): Promise<IntegrationModel> {
  const row = await tx.integration.findUnique({ where: { kind } });
  if (!row) throw new NotFoundError("integration");
  return row;
}

/** Where the secret of an integration is stored. */
export function secretPlace(tenantId: string, id: string) {
  return { tenantId, table: "integrations", column: "secret_sealed", row: id } as const;
}

/** The secret of a row, for the moment of its use; empty where none is set. */
export async function openSecret(tenantId: string, row: IntegrationModel): Promise<string> {
  return row.secretSealed ? openForTenant(secretPlace(tenantId, row.id), row.secretSealed) : "";
}

/** A workspace sends in the name of hosts it has proved to be its own, and of names below them; never above. */
export async function isProvedSender(tenantId: string, from: string): Promise<boolean> {
  const domain = senderDomain(from);
  const proved = await withSystem((tx) =>
    tx.domain.findMany({ where: { tenantId, verifiedAt: { not: null } }, select: { hostname: true } }),
  );
  return proved.some(({ hostname }) => hostname === domain || domain.endsWith(`.${hostname}`));
}

export function senderDomain(from: string): string {
  return from.slice(from.lastIndexOf("@") + 1).toLowerCase();
}

/** Why a row must not be used now, though it was right when it was saved: its sender's domain was lost since. */
export async function refusalOf(tenantId: string, row: IntegrationModel): Promise<"sender_unproved" | null> {
  if (row.kind !== "smtp") return null;
  return (await isProvedSender(tenantId, CONFIGS.smtp.parse(row.config).from)) ? null : "sender_unproved";
}
