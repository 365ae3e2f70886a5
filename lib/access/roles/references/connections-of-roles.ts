import "server-only";
import * as z from "zod";
import { groupRole } from "@/lib/auth/sso/schema";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * Names of the single sign-on connections that give a role, by the role's key. They live in the control plane, out of
 * a foreign key's reach: whoever changes them or ends a role holds lockRoles().
 */
export async function connectionsOfRoles(tenantId: string): Promise<Map<string, string[]>> {
  const rows = await withSystem((tx) =>
    tx.ssoConnection.findMany({
      where: { tenantId },
      orderBy: { createdAt: "asc" },
      select: { name: true, defaultRole: true, groupRoles: true },
    }),
  );
  const names = new Map<string, string[]>();
  for (const { name, defaultRole, groupRoles } of rows) {
    const mapped = z.array(groupRole).safeParse(groupRoles).data ?? [];
    for (const key of new Set([defaultRole, ...mapped.map(({ role }) => role)])) {
      names.set(key, [...(names.get(key) ?? []), name]);
    }
  }
  return names;
}
