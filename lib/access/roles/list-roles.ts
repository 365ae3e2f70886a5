import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import type { TenantContext } from "@/lib/core/context";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { holdsPermission } from "./holds-permission";
import { rankOfUser } from "./rank-of-user";
import type { RoleDto } from "./schema";

type Row = Omit<RoleDto, "grantable">;

/**
 * The tenant's roles, strongest first, with what each allows and how many people hold it.
 * @throws DomainError permission_denied
 */
export async function listRoles(ctx: TenantContext): Promise<RoleDto[]> {
  ctx.authorize("roles:read");
  const rows = await withTenant({ tenantId: ctx.tenant.id }, async (tx) => ({
    rank: await actorRank(tx, ctx),
    roles: await readRoles(tx, ctx.tenant.id),
  }));
  return rows.roles.map((role) => ({
    ...role,
    grantable: role.rank <= rows.rank && role.permissions.every((held) => holdsPermission(ctx, held)),
  }));
}

async function actorRank(tx: TenantTx, ctx: TenantContext): Promise<number> {
  const person = actorPerson(ctx.actor);
  return person === null ? 0 : rankOfUser(tx, ctx.tenant.id, person);
}

function readRoles(tx: TenantTx, tenantId: string): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    select r.id::text, r.key::text, r.name::text, r.description::text, r.system_key is not null as built_in, r.rank,
      array(select s.permission_key::text from shared.system_role_permissions s where s.role_key = r.system_key
        union select p.permission_key::text from shared.role_permissions p
        where p.tenant_id = r.tenant_id and p.role_id = r.id and p.effect = 'allow' and r.system_key is null
        order by 1) as permissions,
      (select count(*)::int from shared.role_bindings b
        join shared.memberships m on m.tenant_id = b.tenant_id and m.user_id = b.subject_id and m.status <> 'removed'
        where b.tenant_id = r.tenant_id and b.role_id = r.id and b.subject_type = 'user') as member_count
    from shared.roles r where r.tenant_id = ${tenantId}::uuid order by r.rank desc, r.key`;
}
