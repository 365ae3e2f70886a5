import "server-only";
import { ValidationError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

const YEAR_MS = 366 * 86_400_000;

export type RoleWish = { id: string; key: string; name: string; rank: number; expiresAt: Date | null };

/**
 * The roles that are asked for, with their ends. `pathOf` names the field of a wish that is refused.
 * @throws ValidationError unknown_role, expiry_past, expiry_too_far
 */
export async function readRoleWishes(
  tx: TenantTx,
  tenantId: string,
  roles: readonly { role: string; expires_at: string | null }[],
  pathOf: (index: number, field: "role" | "expires_at") => string,
): Promise<RoleWish[]> {
  const found = await tx.role.findMany({
    where: { tenantId, key: { in: roles.map(({ role }) => role) } },
    select: { id: true, key: true, name: true, rank: true },
  });
  const now = Date.now();
  return roles.map(({ role: key, expires_at: until }, index) => {
    const role = found.find((entry) => entry.key === key);
    const expiresAt = until === null ? null : new Date(until);
    const refuse = (code: string, message: string, field: "role" | "expires_at") =>
      new ValidationError([{ path: pathOf(index, field), code, message }]);
    if (!role) throw refuse("unknown_role", `There is no role ${key}.`, "role");
    if (expiresAt && expiresAt.getTime() <= now)
      throw refuse("expiry_past", "Choose a time that is still to come.", "expires_at");
    if (expiresAt && expiresAt.getTime() > now + YEAR_MS)
      throw refuse("expiry_too_far", "Choose a time within a year.", "expires_at");
    return { ...role, expiresAt };
  });
}
