import "server-only";
import type { RequestInfo, StaffContext, SystemActor } from "@/lib/core/context";
import { isLocale, type Locale } from "@/lib/core/locale";
import { isUnavailable } from "@/lib/tenancy/cells/each-cell";
import { inCell } from "@/lib/tenancy/cells/with-cell";
import type { SystemTx } from "@/lib/tenancy/with-system";

/**
 * How a tenant's own audit log names staff: what was done and by whom in general. The person, their address and their
 * session stay in the platform's trail, joined by the request id.
 */
export function staffAsSeenByTenant(
  ctx: StaffContext,
  tenantId: string,
): RequestInfo & { actor: SystemActor; tenant: { id: string } } {
  return {
    requestId: ctx.requestId,
    ip: null,
    userAgent: null,
    actor: { type: "system", name: "Atrium staff" },
    tenant: { id: tenantId },
  };
}

/** The active Tenant Admins of a tenant and the language each reads. */
export async function listTenantAdmins(
  tx: SystemTx,
  tenant: { id: string; cell: string },
): Promise<{ email: string; locale: Locale }[]> {
  const admins = await inCell(
    tx,
    tenant.cell,
    (cell) => cell.$queryRaw<{ user_id: string }[]>`
      select distinct m.user_id::text
      from shared.role_bindings b
      join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id and r.system_key = 'tenant_admin'
      join shared.memberships m on m.tenant_id = b.tenant_id and m.user_id = b.subject_id and m.status = 'active'
      where b.tenant_id = ${tenant.id}::uuid and b.subject_type = 'user'
        and (b.expires_at is null or b.expires_at > now())`,
  );
  const people = await tx.user.findMany({
    where: { id: { in: admins.map((row) => row.user_id) }, status: "active" },
    orderBy: { email: "asc" },
    select: { email: true, locale: true },
  });
  return people.map(({ email, locale }) => ({ email, locale: isLocale(locale) ? locale : "en" }));
}

/** What depends on a tenant's cell and may be left out while that is down. */
export async function ifReachable<T>(work: Promise<T>, otherwise: T): Promise<T> {
  return work.catch((error: unknown) => {
    if (isUnavailable(error)) return otherwise;
    throw error;
  });
}
