import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { Actor, RequestInfo } from "@/lib/core/context";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { SupportEnd } from "./schema";
import { type SupportRow, supportActor } from "./support-actor";

export type EndingInput = {
  id: string;
  reason: SupportEnd;
  /** Who ended it; without one the staff member did. */
  by?: { actor: Actor; name: string };
  /** When it was over, if that was before now. */
  at?: Date;
  /** Only where this tenant owns it. */
  tenantId?: string;
};

/**
 * Ends a support session with its cookie's session and writes that into both logs. Returns false for one that is over
 * already: of several ends at once one is written.
 */
export async function endSupportSession(
  tx: SystemTx,
  info: RequestInfo,
  input: EndingInput,
): Promise<boolean> {
  const endedAt = input.at ?? new Date();
  const ended = await tx.supportSession.updateManyAndReturn({
    where: { id: input.id, endedAt: null, ...(input.tenantId && { tenantId: input.tenantId }) },
    data: {
      endedAt,
      endReason: input.reason,
      endedBy: input.by ? actorPerson(input.by.actor) : null,
      endedByName: input.by?.name.slice(0, 255) ?? null,
      isSettled: true,
      codeHash: null,
    },
  });
  const row = ended[0];
  if (!row) return false;
  if (row.sessionId) {
    await tx.session.updateMany({
      where: { id: row.sessionId, revokedAt: null },
      data: { revokedAt: endedAt },
    });
  }
  await recordEnd(tx, info, { row, endedAt, input });
  return true;
}

async function recordEnd(
  tx: SystemTx,
  info: RequestInfo,
  { row, endedAt, input }: { row: SupportRow; endedAt: Date; input: EndingInput },
): Promise<void> {
  const actor = input.by?.actor ?? supportActor(row);
  const seconds = Math.round((endedAt.getTime() - row.startedAt.getTime()) / 1000);
  const event = {
    action: "support_session.ended",
    target: { type: "support_session", id: row.id, label: `${row.staffName} (${row.userName})` },
    after: { end_reason: input.reason, ticket: row.ticket, mode: row.mode, seconds },
  };
  await recordEvent(tx, { ...info, actor, tenant: { id: row.tenantId } }, event);
  await recordPlatformEvent(tx, { ...info, actor }, { ...event, tenantId: row.tenantId, reason: row.reason });
}
