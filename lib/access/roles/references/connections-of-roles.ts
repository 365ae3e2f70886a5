import "server-only";
import * as z from "zod";
import { groupRole } from "@/lib/auth/sso/schema";
import { systemReader } from "@/lib/tenancy/with-system";

type Row = { name: string; default_role: string; group_roles: unknown };

/**
 * Names of the single sign-on connections that give a role, by the role's key. They live in the control plane, out of
 * a foreign key's reach: whoever changes them or ends a role holds lockRoles().
 */
export async function connectionsOfRoles(tenantId: string): Promise<Map<string, string[]>> {
  const rows = await systemReader().$queryRaw<Row[]>`
    select name::text, default_role::text, group_roles from platform.sso_connections
    where tenant_id = ${tenantId}::uuid order by created_at`;
  const names = new Map<string, string[]>();
  for (const { name, default_role, group_roles } of rows) {
    const mapped = z.array(groupRole).safeParse(group_roles).data ?? [];
    for (const key of new Set([default_role, ...mapped.map(({ role }) => role)])) {
      names.set(key, [...(names.get(key) ?? []), name]);
    }
  }
  return names;
}
