import "server-only";
import { newId } from "@/lib/core/ids";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { FoundRole } from "./find-grantable-role";

export type RoleChange = {
  tenantId: string;
  userId: string;
  role: Pick<FoundRole, "id" | "key">;
  source: string;
  createdBy: string | null;
};

/**
 * Gives a person this role and no other, and keeps the derived home role in step. One that they hold already is the
 * giver's from now on. Call it after announce_member, within lockRoles().
 */
export async function replaceRole(tx: TenantTx, change: RoleChange): Promise<void> {
  const { tenantId, userId, role, source, createdBy } = change;
  const subject = { tenantId, subjectType: "user", subjectId: userId, nodeId: null };
  await tx.roleBinding.deleteMany({ where: { ...subject, roleId: { not: role.id } } });
  const kept = await tx.roleBinding.updateMany({
    where: { ...subject, roleId: role.id },
    data: { expiresAt: null, source, createdBy },
  });
  if (kept.count === 0) {
    await tx.roleBinding.create({
      data: { ...subject, id: newId(), roleId: role.id, source, createdBy },
      select: { id: true },
    });
  }
  await tx.$queryRaw`select platform.derive_home(${userId}::uuid, ${role.key})::text`;
}
