import "server-only";
import type { TenantStatus, UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { mayChange } from "@/lib/tenancy/status/status-machine";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { personInTenant } from "./person-in-tenant";

export type Candidate = { id: string; name: string; email: string };
export type LeftBehind = {
  id: string;
  name: string;
  accountId: string;
  /** Nobody else owns the account. */
  soleOwner: boolean;
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
    const soleAdmin = admins.includes(userId) && admins.every((id) => id === userId);
    if (!soleOwner && !soleAdmin) continue;
    const may = await mayIn(ctx, tenant.id, status as TenantStatus);
    found.push({
      ...tenant,
      soleOwner,
      canDelete: may.delete,
      candidates: may.handOver ? members.filter(({ id }) => id !== userId) : [],
    });
  }
  return found;
}

/** Whoever cannot open a workspace any more neither sees its people nor decides about it. */
async function mayIn(ctx: UserContext, tenantId: string, status: TenantStatus) {
  try {
    const there = await personInTenant(ctx, tenantId);
    const mayDelete = mayChange(status, "offboarding") && there.decide("tenant:delete").allowed;
    return { delete: mayDelete, handOver: true };
  } catch (error) {
    if (error instanceof NotFoundError) return { delete: false, handOver: false };
    throw error;
  }
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

async function peopleOf(tenantId: string): Promise<{ admins: string[]; members: Candidate[] }> {
  const { bindings, members } = await withTenant({ tenantId }, async (tx) => ({
    bindings: await tx.roleBinding.findMany({
      where: {
        tenantId,
        subjectType: "user",
        expiresAt: null,
        role: { is: { systemKey: "tenant_admin" } },
      },
      select: { subjectId: true },
    }),
    members: await tx.membership.findMany({
      where: { tenantId, status: "active" },
      orderBy: { joinedAt: "asc" },
      select: { userId: true, firstName: true, lastName: true, email: true },
    }),
  }));
  const active = await withSystem((tx) =>
    tx.user.findMany({
      where: { id: { in: members.map(({ userId }) => userId) }, status: "active" },
      select: { id: true },
    }),
  );
  const ids = new Set(active.map(({ id }) => id));
  return {
    admins: bindings.map(({ subjectId }) => subjectId).filter((id) => ids.has(id)),
    members: members
      .filter(({ userId }) => ids.has(userId))
      .slice(0, MOST)
      .map(({ userId, firstName, lastName, email }) => ({
        id: userId,
        name: `${firstName} ${lastName}`.trim() || email,
        email,
      })),
  };
}
