import "server-only";
import type { UserContext } from "@/lib/core/context";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { mayDeleteTenant } from "./accounts/may-delete-tenant";
import { type Candidate, peopleOf } from "./people-of";

export type LeftBehind = {
  id: string;
  name: string;
  accountId: string;
  /** Nobody else owns the account. */
  soleOwner: boolean;
  /** The person is no admin there: only the account is theirs to hand over, and only to an admin. */
  ownsOnly: boolean;
  canDelete: boolean;
  candidates: Candidate[];
};

const MOST = 100;

/**
 * The workspaces that would have no admin or whose account no owner without this person. One that was never opened is
 * none of them: nobody is in it, and it goes with whoever asked for it.
 */
export async function findLeftBehind(ctx: UserContext): Promise<LeftBehind[]> {
  const { userId } = ctx.actor;
  const { tenants, soleAccounts } = await withSystem(async (tx) => {
    const sole = await soleAccountsOf(tx, userId);
    const rows = await tx.tenant.findMany({
      where: {
        status: { notIn: ["erased", "offboarding", "pending_approval", "provisioning"] },
        OR: [{ accountId: { in: sole } }, { userTenants: { some: { userId, status: "active" } } }],
      },
      orderBy: { createdAt: "asc" },
      select: { id: true, name: true, accountId: true, status: true },
    });
    return { tenants: rows, soleAccounts: sole };
  });
  const found: LeftBehind[] = [];
  for (const { status, ...tenant } of tenants) {
    const soleOwner = soleAccounts.includes(tenant.accountId);
    const { admins, members } = await peopleOf(tenant.id);
    const isAdmin = admins.includes(userId);
    const soleAdmin = isAdmin && admins.every((id) => id === userId);
    if (!soleOwner && !soleAdmin) continue;
    found.push({
      ...tenant,
      soleOwner,
      ownsOnly: !isAdmin,
      canDelete: await mayDeleteTenant(ctx, { id: tenant.id, status }),
      candidates: members
        .filter(({ id }) => id !== userId && (isAdmin || admins.includes(id)))
        .slice(0, MOST),
    });
  }
  return found;
}

/** Accounts that this person owns and nobody else whose own account is open. */
export async function soleAccountsOf(tx: SystemTx, userId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select m.account_id::text as id from platform.account_members m
    where m.user_id = ${userId}::uuid and m.role = 'owner' and not exists (
      select 1 from platform.account_members o join platform.users u on u.id = o.user_id and u.status = 'active'
      where o.account_id = m.account_id and o.role = 'owner' and o.user_id <> m.user_id)`;
  return rows.map(({ id }) => id);
}
