import "server-only";
import { replaceRole } from "@/lib/access/roles/replace-role";
import { claimSeat } from "@/lib/access/seats/claim-seat";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

export type NewMember = {
  tenantId: string;
  user: { id: string; email: string; firstName: string; lastName: string };
  role: { id: string; key: string };
  source: "founder" | "invite" | "jit" | "scim" | "transfer";
  createdBy: string | null;
  /** seatLimitOf() the tenant's entitlements; null is unlimited. */
  seatLimit: number | null;
};

/**
 * Makes a person a member, new or returning, on a free seat, and announces them in the directory. Every path that adds
 * a member goes through here.
 * @throws LimitError reason seat_limit
 */
export async function addMember(tx: TenantTx, input: NewMember): Promise<void> {
  const { tenantId, user, role, source, createdBy } = input;
  await takeSeat(tx, input);
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

/** A member, deactivated or not, sits on their seat already. */
async function takeSeat(tx: TenantTx, { tenantId, user, seatLimit: limit }: NewMember): Promise<void> {
  const present = await tx.membership.count({
    where: { tenantId, userId: user.id, status: { not: "removed" } },
  });
  if (present === 0) await claimSeat(tx, { tenantId, limit, email: user.email });
}
