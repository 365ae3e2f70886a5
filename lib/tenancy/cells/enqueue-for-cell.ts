import "server-only";
import { newId } from "@/lib/core/ids";
import type { Prisma } from "@/lib/infra/prisma/generated/client";
import type { SystemTx } from "../with-system";

/** Rows that a transaction of the control plane wants written in a tenant's cell: committed with it, delivered after. */
export async function enqueueForCell(
  tx: SystemTx,
  tenantId: string,
  kind: "domain_event" | "member_name" | "member_email",
  payload: Prisma.InputJsonObject,
): Promise<void> {
  await tx.cellOutboxItem.create({ data: { id: newId(), tenantId, kind, payload }, select: { id: true } });
}
