import "server-only";
import { Prisma } from "@/lib/infra/prisma/generated/client";

/**
 * For SQL: the people who hold a role now, themselves or through teams, of a large workspace at once and not person by
 * person. `which` names the role as `r`.
 */
export function holdersOfRole(tenantId: string, which: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    with recursive bound as materialized (
      select b.subject_type, b.subject_id, b.inherit from shared.role_bindings b
      join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
      where b.tenant_id = ${tenantId}::uuid and ${which} and (b.expires_at is null or b.expires_at > now())
    ), below as (
      select subject_id as id, inherit from bound where subject_type = 'team'
      union
      select t.id, true from below w
      join shared.teams t on t.tenant_id = ${tenantId}::uuid and t.parent_id = w.id where w.inherit
    )
    select subject_id from bound where subject_type = 'user'
    union
    select x.user_id from below w
    join shared.team_members x on x.tenant_id = ${tenantId}::uuid and x.team_id = w.id`;
}
