import "server-only";
import { findOwn } from "@/lib/access/single-sign-on/connections/own-connection";
import type { TenantContext } from "@/lib/core/context";
import { rootUrl } from "@/lib/tenancy/hosts";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { SCIM_BASE } from "../protocol/definitions";
import type { ScimDirectoryDto } from "../schema";
import { presentToken } from "../tokens/present-token";

type Counts = ScimDirectoryDto["counts"];

/** Tokens that are shown: the live ones and the latest that ended. */
const MOST_TOKENS = 10;

/**
 * A connection's directory: whether it is on, its address and tokens, and what it has brought. The address is the root
 * host's, so that it outlives a renamed workspace.
 * @throws DomainError permission_denied; NotFoundError
 */
export async function getDirectory(ctx: TenantContext, connectionId: string): Promise<ScimDirectoryDto> {
  ctx.authorize("sso:read");
  const tenantId = ctx.tenant.id;
  const { connection, directory } = await withSystem(async (tx) => ({
    connection: await findOwn(tx, ctx, connectionId),
    directory: await tx.scimDirectory.findFirst({
      where: { tenantId, connectionId },
      include: { tokens: { orderBy: { createdAt: "desc" }, take: MOST_TOKENS } },
    }),
  }));
  const counts = await withTenant({ tenantId }, async (tx) => {
    const [row] = await tx.$queryRaw<Counts[]>`
      select
        (select count(*)::int from shared.scim_users u
          where u.tenant_id = ${tenantId}::uuid and u.connection_id = ${connectionId}::uuid) as users,
        (select count(*)::int from shared.scim_users u
          where u.tenant_id = ${tenantId}::uuid and u.connection_id = ${connectionId}::uuid and u.active) as active_users,
        (select count(*)::int from shared.scim_groups g
          where g.tenant_id = ${tenantId}::uuid and g.connection_id = ${connectionId}::uuid) as groups,
        (select count(distinct g.id)::int from shared.scim_groups g
          join shared.role_bindings b on b.tenant_id = g.tenant_id and b.subject_type = 'scim_group' and b.subject_id = g.id
          where g.tenant_id = ${tenantId}::uuid and g.connection_id = ${connectionId}::uuid) as mapped_groups,
        (select count(*)::int from shared.scim_events e
          where e.tenant_id = ${tenantId}::uuid and e.connection_id = ${connectionId}::uuid and e.outcome <> 'applied'
            and e.created_at > now() - interval '24 hours') as refused_calls`;
    return row ?? { users: 0, active_users: 0, groups: 0, mapped_groups: 0, refused_calls: 0 };
  });
  return {
    connection_id: connection.id,
    connection_name: connection.name,
    enabled: directory?.enabled ?? false,
    base_url: rootUrl(SCIM_BASE),
    tokens: (directory?.tokens ?? []).map(presentToken),
    counts,
    enabled_at: directory?.enabled ? directory.enabledAt.toISOString() : null,
    last_call_at: directory?.lastCallAt?.toISOString() ?? null,
  };
}
