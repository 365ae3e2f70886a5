import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { grantorOf } from "./grantor-of";
import { roleContents } from "./role-contents";

/**
 * Whether the actor may give and take these roles: nobody hands on a permission they lack. Taking a role away gives
 * back what it denied, so that has to be held as well.
 * @throws PermissionError reasons grants_more_than_held, higher_rank
 */
export async function assertMayExchange(
  tx: TenantTx,
  ctx: TenantContext,
  roles: { given: readonly { id: string; rank: number }[]; taken: readonly { id: string }[] },
): Promise<void> {
  const { given, taken } = roles;
  if (given.length + taken.length === 0) return;
  const grantor = await grantorOf(tx, ctx);
  const found = await roleContents(
    tx,
    ctx.tenant.id,
    [...given, ...taken].map(({ id }) => id),
  );
  const handedOn = [
    ...given.flatMap(({ id }) => found.get(id)?.allowed ?? []),
    ...taken.flatMap(({ id }) => found.get(id)?.denied ?? []),
  ];
  const missing = handedOn.find((permission) => !grantor.holds(permission));
  if (missing) throw new PermissionError(missing, { reason: "grants_more_than_held" });
  if (given.some((role) => role.rank > grantor.rank)) {
    throw new PermissionError("members:update", { reason: "higher_rank" });
  }
}
