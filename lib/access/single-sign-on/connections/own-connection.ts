import "server-only";
import * as z from "zod";
import { acsUrl, callbackUrl, entityId } from "@/lib/auth/sso/addresses";
import {
  attributeNames,
  defaultAttributes,
  groupRole,
  oidcSettings,
  SECOND_FACTORS,
  SSO_KINDS,
  SSO_PRESETS,
  SSO_STATUSES,
  samlSettings,
} from "@/lib/auth/sso/schema";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { Actor, RequestInfo, TenantContext, TenantFacts, UserActor } from "@/lib/core/context";
import { NotFoundError, PermissionError } from "@/lib/core/errors";
import { assertFeature } from "@/lib/entitlements/check-feature";
import type { SsoConnection, SsoDomain } from "@/lib/infra/prisma/generated/client";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { presentDomain } from "../domains/domain-record";
import type { SsoConnectionDto } from "../schema";

export type ConnectionRow = SsoConnection & { domains: SsoDomain[]; _count: { identities: number } };

/** Who works at a connection: a manager, or whoever holds a setup link to it. What each may do was decided before. */
export type SsoScope = RequestInfo & { actor: Actor; tenant: Pick<TenantFacts, "id" | "slug"> };

export const WITH_PARTS = {
  domains: { orderBy: { createdAt: "asc" } },
  _count: { select: { identities: true } },
} as const;

/** The providers' tables are our own: what is not in the list is a fault, not a default. */
const of = <T extends string>(values: readonly T[], value: string): T =>
  values.find((entry) => entry === value) ?? (values[0] as T);

/** What admins see of a connection: never its secret. */
export function presentConnection(row: ConnectionRow): SsoConnectionDto {
  const kind = of(SSO_KINDS, row.kind);
  const preset = of(SSO_PRESETS, row.preset);
  const oidc = kind === "oidc" ? oidcSettings.safeParse(row.settings).data : undefined;
  const saml = kind === "saml" ? samlSettings.safeParse(row.settings).data : undefined;
  const time = (date: Date | null) => date?.toISOString() ?? null;
  return {
    id: row.id,
    kind,
    preset,
    name: row.name,
    status: of(SSO_STATUSES, row.status),
    ours: {
      redirect_uri: callbackUrl(row.id),
      acs_url: acsUrl(row.id),
      entity_id: entityId(row.id),
      metadata_url: entityId(row.id),
    },
    oidc: oidc ? { ...oidc, has_client_secret: row.secretSealed !== null } : null,
    saml: saml
      ? {
          entity_id: saml.entity_id,
          sso_url: saml.sso_url,
          signed_part: saml.signed_part,
          sign_requests: saml.sign_requests,
          certificates: saml.certificates.map(({ fingerprint, not_after }) => ({ fingerprint, not_after })),
        }
      : null,
    attributes: attributeNames.safeParse(row.attributes).data ?? defaultAttributes(kind, preset),
    group_roles: z.array(groupRole).safeParse(row.groupRoles).data ?? [],
    default_role: row.defaultRole,
    jit: row.jit,
    second_factor: of(SECOND_FACTORS, row.secondFactor),
    domains: row.domains.map(presentDomain),
    certificate_expires_at: time(row.certificateExpiresAt),
    tested_at: time(row.testedAt),
    enabled_at: time(row.enabledAt),
    last_sign_in_at: time(row.lastSignInAt),
    people: row._count.identities,
    created_at: row.createdAt.toISOString(),
  };
}

/**
 * One connection of the workspace at hand.
 * @throws NotFoundError
 */
export async function findOwn(
  tx: SystemTx,
  ctx: Pick<SsoScope, "tenant">,
  id: string,
): Promise<ConnectionRow> {
  const row = await tx.ssoConnection.findFirst({
    where: { id, tenantId: ctx.tenant.id },
    include: WITH_PARTS,
  });
  if (!row) throw new NotFoundError("connection");
  return row;
}

/**
 * Who may change how people get in: a person, lately proved, in a workspace whose plan has it.
 * @throws DomainError permission_denied, feature_unavailable, step_up_required
 */
export function assertManager(ctx: TenantContext, options: { recent: boolean }): UserActor {
  ctx.authorize("sso:manage");
  assertFeature(ctx.tenant.entitlements, "sso");
  if (ctx.actor.type !== "user") throw new PermissionError("session", { reason: "keys_not_allowed" });
  if (options.recent) assertRecent(ctx.actor);
  return ctx.actor;
}
