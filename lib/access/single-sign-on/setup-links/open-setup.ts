import "server-only";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { SYSTEM_ROLES } from "@/lib/access/permissions";
import { permissionsOf } from "@/lib/access/roles/permissions-of";
import { rankOf } from "@/lib/access/roles/rank-of";
import { recordEvent } from "@/lib/audit/record-event";
import type { RequestInfo, TenantFacts } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { hashToken } from "@/lib/infra/tokens";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { resolveHost } from "@/lib/tenancy/resolve-host";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { type ConnectionRow, type SsoScope, WITH_PARTS } from "../connections/own-connection";

export type SetupVisit = RequestInfo & { host: string };
export type Setup = {
  scope: SsoScope & { tenant: TenantFacts };
  linkId: string;
  connection: ConnectionRow;
  expiresAt: Date;
};

/**
 * What a setup link opens now: its connection, on its workspace's own host, while its maker could still do the same
 * and the connection is not switched on. The first use is in the audit log, and everything done with it.
 * @throws NotFoundError, alike for whatever is wrong with the link; ConflictError sso_setup_done
 */
export async function openSetup(visit: SetupVisit, token: string): Promise<Setup> {
  const host = await resolveHost(visit.host);
  const link = await withSystem((tx) =>
    tx.ssoSetupLink.findUnique({
      where: { tokenHash: hashToken(token) },
      include: { connection: { include: WITH_PARTS } },
    }),
  );
  if (!link || link.revokedAt || link.expiresAt <= new Date() || host.kind !== "tenant") throw unknown();
  const tenant = await lookUpTenant(link.tenantId);
  if (tenant?.slug !== host.slug || !(await makerStillMay(tenant, link))) throw unknown();
  if (link.connection.status === "enabled") {
    throw new ConflictError("This connection is switched on: there is nothing left to set up.", {
      reason: "sso_setup_done",
    });
  }
  const { requestId, ip, userAgent } = visit;
  const actor = { type: "system", name: `Setup link of ${link.createdByName}` } as const;
  const scope = { requestId, ip, userAgent, actor, tenant };
  await noteUse(scope, link);
  return { scope, linkId: link.id, connection: link.connection, expiresAt: link.expiresAt };
}

/** What was ever on is an admin's to change (see assertAdminRank), also through a link. */
async function makerStillMay(
  tenant: TenantFacts,
  link: { createdBy: string; connection: { enabledAt: Date | null } },
): Promise<boolean> {
  const isOpen = hasCapability(tenant.status, tenant.billingState, "write");
  if (!isOpen || !hasFeature(tenant.entitlements, "sso")) return false;
  const maker = { type: "user", id: link.createdBy } as const;
  return withTenant({ tenantId: tenant.id }, async (tx) => {
    const held = await permissionsOf(tx, tenant.id, maker);
    if (!held.has("sso:manage") || link.connection.enabledAt === null) return held.has("sso:manage");
    return (await rankOf(tx, tenant.id, maker, null)) >= SYSTEM_ROLES.tenant_admin.rank;
  });
}

async function noteUse(
  scope: SsoScope,
  link: { id: string; connectionId: string; lastUsedAt: Date | null; connection: { name: string } },
): Promise<void> {
  await withSystem(async (tx) => {
    const { count } = await tx.ssoSetupLink.updateMany({
      where: { id: link.id, lastUsedAt: link.lastUsedAt === null ? null : { not: null } },
      data: { lastUsedAt: new Date() },
    });
    if (link.lastUsedAt !== null || count === 0) return;
    await recordEvent(tx, scope, {
      action: "sso.setup_link_opened",
      target: { type: "sso_connection", id: link.connectionId, label: link.connection.name },
      after: { link_id: link.id },
    });
  });
}

function unknown(): NotFoundError {
  return new NotFoundError("setup link");
}
