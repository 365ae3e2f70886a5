import "server-only";
import type { TenantStatus } from "@/lib/core/context";
import type { Prisma, Tenant } from "@/lib/infra/prisma/generated/client";
import type { SystemTx } from "../with-system";
import { sourcesOf } from "./status-machine";

export type StatusChange = {
  id: string;
  to: TenantStatus;
  /** Only out of these; every declared source without it. */
  from?: readonly TenantStatus[];
  /** More conditions on the row. */
  where?: Prisma.TenantWhereInput;
  /** Columns that change with the status. */
  data?: Omit<Prisma.TenantUncheckedUpdateManyInput, "status" | "id">;
};

/**
 * Moves a tenant along a declared transition, the only way in the product that its status changes. Of parallel calls
 * one wins.
 * @returns the tenant as it is now, or null when it was in none of the statuses it may come from
 */
export async function changeStatus(tx: SystemTx, change: StatusChange): Promise<Tenant | null> {
  const { id, to } = change;
  const from = sourcesOf(to).filter((status) => change.from?.includes(status) ?? true);
  const { count } = await tx.tenant.updateMany({
    where: { ...change.where, id, status: { in: from } },
    data: { ...change.data, status: to },
  });
  return count === 0 ? null : tx.tenant.findUniqueOrThrow({ where: { id } });
}
