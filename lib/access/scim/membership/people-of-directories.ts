import "server-only";
import { Prisma } from "@/lib/infra/prisma/generated/client";

/**
 * The tables `person` (members among these people) and `entry` (what directories say of them) of a `with`. Where a
 * directory that works lists somebody, only that counts; one that does not keeps what it gave until another speaks.
 */
export function peopleOfDirectories(
  tenantId: string,
  userIds: readonly string[],
  liveConnections: readonly string[],
): Prisma.Sql {
  return Prisma.sql`person as materialized (
      select m.user_id, coalesce(nullif(trim(m.first_name || ' ' || m.last_name), ''), m.email)::text as label
      from shared.memberships m
      where m.tenant_id = ${tenantId}::uuid and m.user_id = any(${userIds}::uuid[]) and m.status <> 'removed'
    ), listed as materialized (
      select u.id, u.user_id, u.connection_id = any(${liveConnections}::uuid[]) as is_live from shared.scim_users u
      where u.tenant_id = ${tenantId}::uuid and u.user_id = any(${userIds}::uuid[])
    ), entry as materialized (
      select l.id, l.user_id from listed l
      where l.is_live or not exists (select 1 from listed o where o.user_id = l.user_id and o.is_live)
    )`;
}
