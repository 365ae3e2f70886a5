import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { changeStatus } from "@/lib/tenancy/status/change-status";
import { withSystem } from "@/lib/tenancy/with-system";
import { confirmReservation } from "@/lib/usage/confirm-reservation";
import { releaseReservation } from "@/lib/usage/release-reservation";
import { reserveLimit } from "@/lib/usage/reserve-limit";
import { mailOwners } from "./mail-owners";
import { presentTenant } from "./present-tenant";
import type { TenantDto } from "./schema";

/**
 * Calls a scheduled deletion off, for an owner of the account. The workspace counts towards the plan again.
 * @throws NotFoundError for somebody who is no owner; ConflictError when it is not being deleted; LimitError
 */
export async function restoreTenant(ctx: UserContext, id: string): Promise<TenantDto> {
  const accountId = await accountOfOwner(ctx, id);
  await reserveLimit({ id, accountId, tenantId: id, meter: "tenants", feature: "tenants", quantity: 1 });
  try {
    const restored = await withSystem(async (tx) => {
      const tenant = await changeStatus(tx, {
        id,
        to: "active",
        from: ["offboarding"],
        where: { deleteAfter: { gt: new Date() } },
        data: { deleteAfter: null },
      });
      if (!tenant) throw new ConflictError("This workspace is not being deleted.");
      const event = { action: "tenant.restored", target: { type: "tenant", id, label: tenant.name } };
      await recordEvent(tx, { ...ctx, tenant: { id } }, event);
      await recordPlatformEvent(tx, ctx, { ...event, accountId, tenantId: id });
      await mailOwners(tx, tenant, "tenant_restored");
      return presentTenant(tenant);
    });
    await confirmReservation(id).catch(() => undefined);
    return restored;
  } catch (error) {
    await releaseReservation(id).catch(() => undefined);
    throw error;
  }
}

async function accountOfOwner(ctx: UserContext, id: string): Promise<string> {
  if (!isId(id)) throw new NotFoundError("tenant");
  const tenant = await withSystem((tx) =>
    tx.tenant.findFirst({
      where: {
        id,
        status: { not: "erased" },
        account: { accountMembers: { some: { userId: ctx.actor.userId, role: "owner" } } },
      },
      select: { accountId: true, status: true },
    }),
  );
  if (!tenant) throw new NotFoundError("tenant");
  if (tenant.status !== "offboarding") throw new ConflictError("This workspace is not being deleted.");
  return tenant.accountId;
}
