import "server-only";
import type { RequestInfo, StaffContext, SystemActor } from "@/lib/core/context";
import { isLocale, type Locale } from "@/lib/core/locale";
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
  tenantId: string,
): Promise<{ email: string; locale: Locale }[]> {
  const rows = await tx.$queryRaw<{ email: string; locale: string }[]>`
    select distinct u.email::text, u.locale::text
    from shared.role_bindings b
    join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id and r.system_key = 'tenant_admin'
    join shared.memberships m on m.tenant_id = b.tenant_id and m.user_id = b.subject_id and m.status = 'active'
    join platform.users u on u.id = m.user_id and u.status = 'active'
    where b.tenant_id = ${tenantId}::uuid and b.subject_type = 'user'
      and (b.expires_at is null or b.expires_at > now())
    order by 1`;
  return rows.map(({ email, locale }) => ({ email, locale: isLocale(locale) ? locale : "en" }));
}
