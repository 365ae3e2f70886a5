import "server-only";
import type { UserContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { type Candidate, peopleOf } from "../people-of";
import { mayDeleteTenant } from "./may-delete-tenant";
import type { OwnAccount } from "./schema";

/** What an account's owner decides about: not what was never opened, is being deleted or is gone. */
export const CLOSED = ["erased", "offboarding", "pending_approval", "provisioning"];
const MOST_CANDIDATES = 100;

/** The accounts that the person owns, as a member of their workspaces or not, with what can be done about each. */
export async function listOwnAccounts(ctx: UserContext): Promise<OwnAccount[]> {
  const { userId } = ctx.actor;
  const owned = await withSystem((tx) =>
    tx.accountMember.findMany({
      where: { userId, role: "owner" },
      orderBy: { createdAt: "asc" },
      select: {
        account: {
          select: {
            id: true,
            name: true,
            accountMembers: {
              where: { role: "owner", userId: { not: userId }, user: { is: { status: "active" } } },
              select: { userId: true },
            },
            tenants: {
              where: { status: { notIn: CLOSED } },
              orderBy: { createdAt: "asc" },
              select: { id: true, name: true, slug: true, status: true },
            },
          },
        },
      },
    }),
  );
  const found: OwnAccount[] = [];
  for (const { account } of owned) {
    const candidates = await candidatesOf(account.tenants, [
      userId,
      ...account.accountMembers.map((other) => other.userId),
    ]);
    const workspaces: OwnAccount["workspaces"] = [];
    for (const tenant of account.tenants) {
      workspaces.push({ ...tenant, can_delete: await mayDeleteTenant(ctx, tenant) });
    }
    const others = account.accountMembers.length;
    found.push({ id: account.id, name: account.name, other_owners: others, workspaces, candidates });
  }
  return found;
}

/** Admins of the workspaces: they run them already, so that nobody gets an account by surprise or mistake. */
export async function candidatesOf(
  tenants: readonly { id: string }[],
  without: readonly string[],
): Promise<Candidate[]> {
  const found = new Map<string, Candidate>();
  for (const { id } of tenants) {
    const { admins, members } = await peopleOf(id);
    for (const person of members) if (admins.includes(person.id)) found.set(person.id, person);
  }
  return [...found.values()].filter(({ id }) => !without.includes(id)).slice(0, MOST_CANDIDATES);
}
