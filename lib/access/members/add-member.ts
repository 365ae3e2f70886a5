import "server-only";
import { replaceRole } from "@/lib/access/roles/replace-role";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

export type NewMember = {
  tenantId: string;
  user: { id: string; email: string; firstName: string; lastName: string };
  role: { id: string; key: string };
  source: "founder" | "invite" | "jit" | "scim" | "transfer";
  createdBy: string | null;
};

/** Makes a person a member, new or returning, and announces them in the directory. Every path that adds a member goes through here. */
export async function addMember(tx: TenantTx, input: NewMember): Promise<void> {
  const { tenantId, user, role, source, createdBy } = input;
  const copy = { email: user.email, firstName: user.firstName, lastName: user.lastName };
  await tx.membership.upsert({
    where: { tenantId_userId: { tenantId, userId: user.id } },
    create: { tenantId, userId: user.id, ...copy, source },
    update: { ...copy, source, status: "active", joinedAt: new Date() },
    select: { userId: true },
  });
  await tx.$queryRaw`select platform.announce_member(${user.id}::uuid, 'active')::text`;
  await replaceRole(tx, { tenantId, userId: user.id, role, source, createdBy });
}
