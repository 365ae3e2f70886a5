import "server-only";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { type EventContext, type EventInput, eventRow } from "./record-event";

/** Writes many events of one change at once, in the tenant's own transaction: one statement for a thousand people. */
export async function recordEvents(
  tx: TenantTx,
  ctx: EventContext,
  events: readonly EventInput[],
): Promise<void> {
  if (events.length === 0) return;
  await tx.domainEvent.createMany({ data: events.map((event) => eventRow(ctx, event)) });
}
