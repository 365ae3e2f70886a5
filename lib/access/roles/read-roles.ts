import "server-only";
import { actorPrincipal } from "@/lib/access/actor-person";
import type { TenantContext } from "@/lib/core/context";
import { type RawReader, tenantReader } from "@/lib/tenancy/query-tenant";
import { holdsPermission } from "./holds-permission";
import { rankOf } from "./rank-of";
import { connectionsOfRoles } from "./references/connections-of-roles";
import type { RoleDto } from "./schema";

type Row = Omit<RoleDto, "grantable" | "editable" | "connections">;

/** The tenant's roles as this caller sees them, strongest first. Authorises nothing. */
export async function readRoles(ctx: TenantContext): Promise<RoleDto[]> {
  const reader = tenantReader({ tenantId: ctx.tenant.id, cell: ctx.tenant.cell });
  const [rank, roles, connections] = await Promise.all([
    actorRank(reader, ctx),
    selectRoles(reader, ctx.tenant.id),
    connectionsOfRoles(ctx.tenant.id),
  ]);
  return roles.map((role) => ({
    ...role,
    connections: connections.get(role.key) ?? [],
    grantable: role.rank <= rank && role.permissions.every((held) => holdsPermission(ctx, held)),
    editable: !role.built_in && role.rank < rank,
  }));
}

async function actorRank(reader: RawReader, ctx: TenantContext): Promise<number> {
  const actor = actorPrincipal(ctx.actor);
  return actor === null ? 0 : rankOf(reader, ctx.tenant.id, actor);
}

function selectRoles(reader: RawReader, tenantId: string): Promise<Row[]> {
  return reader.$queryRaw<Row[]>`
    select r.id::text, r.key::text, r.name::text, r.description::text, r.system_key is not null as built_in, r.rank,
      array(select s.permission_key::text from shared.system_role_permissions s where s.role_key = r.system_key
        union select p.permission_key::text from shared.role_permissions p
        where p.tenant_id = r.tenant_id and p.role_id = r.id and p.effect = 'allow' and r.system_key is null
        order by 1) as permissions,
      array(select p.permission_key::text from shared.role_permissions p
        where p.tenant_id = r.tenant_id and p.role_id = r.id and p.effect = 'deny' and r.system_key is null
        order by 1) as denied,
      (select count(distinct b.subject_id)::int from shared.role_bindings b
        join shared.memberships m on m.tenant_id = b.tenant_id and m.user_id = b.subject_id and m.status <> 'removed'
        where b.tenant_id = r.tenant_id and b.role_id = r.id and b.subject_type = 'user'
          and (b.expires_at is null or b.expires_at > now())) as member_count,
      (select count(distinct b.subject_id)::int from shared.role_bindings b
        where b.tenant_id = r.tenant_id and b.role_id = r.id and b.subject_type = 'service_account'
          and (b.expires_at is null or b.expires_at > now())) as service_account_count,
      (select count(distinct b.subject_id)::int from shared.role_bindings b
        where b.tenant_id = r.tenant_id and b.role_id = r.id and b.subject_type = 'scim_group'
          and (b.expires_at is null or b.expires_at > now())) as group_count,
      (select count(distinct b.subject_id)::int from shared.role_bindings b
        where b.tenant_id = r.tenant_id and b.role_id = r.id and b.subject_type = 'team'
          and (b.expires_at is null or b.expires_at > now())) as team_count,
      (select count(distinct k.id)::int from shared.role_bindings b
        join shared.api_keys k on k.tenant_id = b.tenant_id and k.id = b.subject_id and k.revoked_at is null
          and (k.expires_at is null or k.expires_at > now())
        where b.tenant_id = r.tenant_id and b.role_id = r.id and b.subject_type = 'api_key'
          and (b.expires_at is null or b.expires_at > now())) as key_count,
      (select count(*)::int from shared.invitations i
        where i.tenant_id = r.tenant_id and i.role_id = r.id and i.status = 'pending' and i.expires_at > now()) as pending_invitations,
      (select count(*)::int from shared.invitation_links l
        where l.tenant_id = r.tenant_id and l.role_id = r.id and l.revoked_at is null and l.expires_at > now()
          and l.uses < l.max_uses) as link_count,
      r.revision
    from shared.roles r where r.tenant_id = ${tenantId}::uuid order by r.rank desc, r.key`;
}
