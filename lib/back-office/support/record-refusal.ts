import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { StaffContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { askingStaff } from "./internal";
import type { JudgedWish } from "./judge-wish";
import type { SupportRefusal } from "./schema";

/** Writes a support session that was refused into both logs, in a transaction of its own: the refusal throws. */
export async function recordRefusal(
  ctx: StaffContext,
  judged: JudgedWish,
  wish: { mode: string; reason: string; ticket: string },
  refusal: SupportRefusal | "rate_limited",
): Promise<void> {
  const { tenant, member } = judged;
  const event = {
    action: "support_session.refused",
    target: { type: "user", id: member.id, label: member.name },
    after: { refusal, mode: wish.mode, ticket: wish.ticket, reason: wish.reason },
  };
  await withSystem(async (tx) => {
    const actor = askingStaff(ctx, wish);
    await recordEvent(tx, { requestId: ctx.requestId, ip: null, userAgent: null, actor, tenant }, event);
    await recordPlatformEvent(tx, ctx, {
      ...event,
      tenantId: tenant.id,
      accountId: tenant.accountId,
      reason: wish.reason,
    });
  });
}
