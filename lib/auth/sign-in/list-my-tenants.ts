import "server-only";
import type { TenantStatus, UserContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";

export type MyTenant = {
  id: string;
  slug: string;
  name: string;
  planKey: string;
  status: TenantStatus;
  /** Keys and names of the roles held there. */
  roles: { key: string; name: string }[];
  lastOpenedAt: string | null;
};

type Row = {
  id: string;
  slug: string;
  name: string;
  plan_key: string;
  status: TenantStatus;
  roles: { key: string; name: string }[];
  last_opened_at: Date | null;
};

/** The workspaces somebody may open, the last opened first. */
export async function listMyTenants(ctx: UserContext): Promise<MyTenant[]> {
  const rows = await withSystem(
    (tx) => tx.$queryRaw<Row[]>`
      select t.id::text, t.slug, t.name, a.plan_key, t.status, u.last_opened_at,
        (select coalesce(jsonb_agg(distinct jsonb_build_object('key', r.key, 'name', r.name)), '[]')
          from shared.role_bindings b join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
          where b.tenant_id = t.id and b.subject_type = 'user' and b.subject_id = u.user_id
            and (b.expires_at is null or b.expires_at > now())) as roles
      from platform.user_tenants u
      join platform.tenants t on t.id = u.tenant_id
      join platform.accounts a on a.id = t.account_id
      where u.user_id = ${ctx.actor.userId}::uuid and u.status = 'active' and t.status <> 'erased'
      order by u.last_opened_at desc nulls last, t.name, t.id`,
  );
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    planKey: row.plan_key,
    status: row.status,
    roles: row.roles,
    lastOpenedAt: row.last_opened_at?.toISOString() ?? null,
  }));
}
