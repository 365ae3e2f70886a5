import "server-only";
import { listAdmins } from "@/lib/access/policies/list-admins";
import { REQUEST_HOURS } from "@/lib/access/support/schema";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { takeAttempt } from "@/lib/auth/take-attempt";
import type { StaffContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { withSystem } from "@/lib/tenancy/with-system";
import { askingStaff, assertMayStart, STARTS, staffName } from "./internal";
import { judgeWish } from "./judge-wish";
import { recordRefusal } from "./record-refusal";
import { type SupportRequestedDto, type SupportWish, supportWish } from "./schema";

/**
 * Asks a workspace's admins to agree to a support session: one member, one person of staff, once. They get a mail and a
 * line under Support access; without an answer it ends after three days. Both logs have it.
 * @throws PermissionError; DomainError step_up_required, rate_limited; NotFoundError; ConflictError support_forbidden,
 *   member_is_staff, member_inactive, workspace_closed, address_not_allowed, request_open
 */
export async function requestSupportAccess(
  ctx: StaffContext,
  input: SupportWish,
): Promise<SupportRequestedDto> {
  assertMayStart(ctx);
  const wish = supportWish.parse(input);
  const judged = await withSystem((tx) => judgeWish(tx, ctx, wish));
  await takeAttempt([{ key: `support-request:${ctx.actor.userId}`, ...STARTS }]);
  const { tenant, member, refusal } = judged;
  if (refusal && refusal !== "consent_needed") {
    await recordRefusal(ctx, judged, wish, refusal);
    throw new ConflictError("This cannot be asked for.", { reason: refusal });
  }
  const admins = await listAdmins(tenant.id);
  const expiresAt = new Date(Date.now() + REQUEST_HOURS * 3_600_000);
  const id = newId();
  const facts = { mode: wish.mode, reason: wish.reason, ticket: wish.ticket };
  return withSystem(async (tx) => {
    const whom = { tenantId: tenant.id, userId: member.id, staffId: ctx.actor.userId };
    await tx.supportRequest.updateMany({
      where: { ...whom, status: "pending", expiresAt: { lte: new Date() } },
      data: { status: "expired" },
    });
    const { count } = await tx.supportRequest.createMany({
      data: { id, ...whom, userName: member.name, staffName: staffName(ctx), ...facts, expiresAt },
      skipDuplicates: true,
    });
    if (count === 0) throw new ConflictError("This was asked already.", { reason: "request_open" });
    const event = {
      action: "support_access.requested",
      target: { type: "user", id: member.id, label: member.name },
      after: facts,
    };
    const actor = askingStaff(ctx, wish);
    await recordEvent(tx, { requestId: ctx.requestId, ip: null, userAgent: null, actor, tenant }, event);
    await recordPlatformEvent(tx, ctx, {
      ...event,
      tenantId: tenant.id,
      accountId: tenant.accountId,
      reason: wish.reason,
    });
    for (const { email } of admins) {
      await enqueueMail(tx, {
        template: "support_access_requested",
        to: email,
        locale: tenant.locale === "nl" ? "nl" : "en",
        data: {
          tenantName: tenant.name,
          staffName: staffName(ctx),
          memberName: member.name,
          reason: wish.reason,
          ticket: wish.ticket,
          canChange: wish.mode === "write",
          slug: tenant.slug,
        },
      });
    }
    return { id, expires_at: expiresAt.toISOString() };
  });
}
