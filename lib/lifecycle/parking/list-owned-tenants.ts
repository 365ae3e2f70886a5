import "server-only";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import type { OwnedTenantsDto } from "./schema";

/**
 * What an owner chooses from: every workspace of their account that is not being deleted, oldest first.
 * @throws NotFoundError for somebody who owns no account
 */
export async function listOwnedTenants(ctx: UserContext): Promise<OwnedTenantsDto> {
  return withSystem(async (tx) => readOwnedTenants(tx, await ownedAccount(tx, ctx)));
}

/** @throws NotFoundError */
export async function ownedAccount(tx: SystemTx, ctx: UserContext): Promise<string> {
  const member = await tx.accountMember.findFirst({
    where: { userId: ctx.actor.userId, role: "owner" },
    orderBy: { createdAt: "asc" },
    select: { accountId: true },
  });
  if (!member) throw new NotFoundError("account");
  return member.accountId;
}

export async function readOwnedTenants(tx: SystemTx, accountId: string): Promise<OwnedTenantsDto> {
  const [rows, grant] = [
    await tx.tenant.findMany({
      where: { accountId, status: { notIn: ["offboarding", "erased"] } },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    }),
    await tx.accountEntitlement.findUnique({
      where: { accountId_feature: { accountId, feature: "tenants" } },
    }),
  ];
  return {
    data: rows.map((row) => ({
      id: row.id,
      name: row.name,
      slug: row.slug,
      status: row.status,
      kept: row.keptAt !== null,
      created_at: row.createdAt.toISOString(),
    })),
    limit: grant?.enabled ? (grant.limitValue === null ? null : Number(grant.limitValue)) : 0,
  };
}
