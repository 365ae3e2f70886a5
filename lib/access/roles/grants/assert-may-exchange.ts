import "server-only";
import type { TenantContext } from "@/lib/core/context";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { endOf } from "./exchange-of";
import { assertHolds, assertRank, grantorOf } from "./grantor-of";
import { roleContents } from "./role-contents";

type Lasting = { id: string; expiresAt: Date | null };

/**
 * Whether the actor may give and take these roles: nobody hands on a permission they lack, nor for longer than they
 * have it. Taking a role away gives back what it denied until it would have ended, so that has to be held as well.
 * @throws PermissionError reasons grants_more_than_held, grants_longer_than_held, higher_rank
 */
export async function assertMayExchange(
  tx: TenantTx,
  ctx: TenantContext,
  { given, taken }: { given: readonly (Lasting & { rank: number })[]; taken: readonly Lasting[] },
): Promise<void> {
  const all = [...given, ...taken];
  if (all.length === 0) return;
  const found = await roleContents(
    tx,
    ctx.tenant.id,
    all.map(({ id }) => id),
  );
  const ends = new Map(all.map(({ expiresAt }) => [endOf(expiresAt), expiresAt]));
  for (const [end, until] of ends) {
    const grantor = await grantorOf(tx, ctx, until);
    const lastsSo = ({ expiresAt }: Lasting) => endOf(expiresAt) === end;
    assertHolds(grantor, [
      ...given.filter(lastsSo).flatMap(({ id }) => found.get(id)?.allowed ?? []),
      ...taken.filter(lastsSo).flatMap(({ id }) => found.get(id)?.denied ?? []),
    ]);
    for (const { rank } of given.filter(lastsSo)) assertRank(grantor, rank);
  }
}
