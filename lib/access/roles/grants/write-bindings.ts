import "server-only";
import { actorPerson, type Principal } from "@/lib/access/actor-person";
import type { TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { endOf } from "./exchange-of";

type Held = { role_id: string; expires_at: Date | string | null };
type Wish = { id: string; expiresAt: Date | null };

/** Leaves somebody with exactly these roles. Checks nothing: see assertMayExchange(). */
export async function writeBindings(
  tx: TenantTx,
  ctx: TenantContext,
  holder: Principal | { type: "api_key"; id: string },
  { held, wishes }: { held: readonly Held[]; wishes: readonly Wish[] },
): Promise<void> {
  const tenantId = ctx.tenant.id;
  const subject = { tenantId, subjectType: holder.type, subjectId: holder.id, nodeId: null };
  await tx.roleBinding.deleteMany({ where: { ...subject, roleId: { notIn: wishes.map(({ id }) => id) } } });
  const byHand = { source: "manual", createdBy: actorPerson(ctx.actor) };
  for (const { id: roleId, expiresAt } of wishes) {
    const found = held.find((binding) => binding.role_id === roleId);
    // An end that a person chose is theirs: no sign-in and no directory takes it back.
    if (found && endOf(found.expires_at) === endOf(expiresAt)) continue;
    const data = { expiresAt, ...byHand };
    const kept = await tx.roleBinding.updateMany({ where: { ...subject, roleId }, data });
    if (kept.count > 0) continue;
    await tx.roleBinding.create({ data: { ...subject, id: newId(), roleId, ...data }, select: { id: true } });
  }
}
