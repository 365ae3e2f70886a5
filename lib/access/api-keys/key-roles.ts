import "server-only";
import { effectivePermissions } from "@/lib/access/roles/grants/effective-permissions";
import { roleContents } from "@/lib/access/roles/grants/role-contents";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/** A role that a key is bound to, and until when. */
export type KeyRole = { id: string; key: string; name: string; rank: number; expiresAt: Date | null };

type Key = { id: string; scopes: readonly string[] };

/** The live roles of those keys among these that name no scopes, the strongest first; one statement, or none. */
export async function readKeyRoles(
  tx: TenantTx,
  tenantId: string,
  keys: readonly Key[],
): Promise<Map<string, KeyRole[]>> {
  const bound = keys.filter(({ scopes }) => scopes.length === 0).map(({ id }) => id);
  if (bound.length === 0) return new Map();
  const rows = await tx.roleBinding.findMany({
    where: {
      tenantId,
      subjectType: "api_key",
      subjectId: { in: bound },
      OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
    },
    select: {
      subjectId: true,
      expiresAt: true,
      role: { select: { id: true, key: true, name: true, rank: true } },
    },
    orderBy: [{ role: { rank: "desc" } }, { role: { key: "asc" } }],
  });
  return Map.groupBy(
    rows.map(({ subjectId, expiresAt, role }) => ({ subjectId, ...role, expiresAt })),
    ({ subjectId }) => subjectId,
  );
}

/** What a key may do of its owner's rights now, and its roles: none for a key that names its scopes. */
export async function powerOfKey(
  tx: TenantTx,
  tenantId: string,
  key: Key,
): Promise<{ scopes: readonly string[]; roles: KeyRole[] | null }> {
  if (key.scopes.length > 0) return { scopes: key.scopes, roles: null };
  const roles = (await readKeyRoles(tx, tenantId, [key])).get(key.id) ?? [];
  const contents = await roleContents(
    tx,
    tenantId,
    roles.map(({ id }) => id),
  );
  return { scopes: [...effectivePermissions(contents.values())], roles };
}
