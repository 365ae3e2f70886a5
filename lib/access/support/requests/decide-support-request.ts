import "server-only";
import { actorName } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, NotFoundError, PermissionError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { type SupportDecision, type SupportRequestDto, supportDecision } from "../schema";
import { presentRequest } from "./present-request";

/**
 * An admin agrees to a support session, once and within some hours, or declines it; until it is used an agreement can be
 * taken back. Both logs have it.
 * @throws DomainError permission_denied, step_up_required; NotFoundError; ConflictError request_settled
 */
export async function decideSupportRequest(
  ctx: TenantContext,
  id: string,
  input: SupportDecision,
): Promise<SupportRequestDto> {
  ctx.authorize("support:manage");
  const { actor } = ctx;
  if (actor.type !== "user") throw new PermissionError("session", { reason: "keys_not_allowed" });
  const answer = supportDecision.parse(input);
  if (answer.decision === "approve") assertRecent(actor);
  const tenantId = ctx.tenant.id;
  return withSystem(async (tx) => {
    const asked = await tx.supportRequest.findFirst({ where: { id, tenantId } });
    if (!asked) throw new NotFoundError("support request");
    const now = new Date();
    const granted = answer.decision === "approve" && answer.mode === "write" && asked.mode === "write";
    const rows = await tx.supportRequest.updateManyAndReturn({
      where: {
        id,
        tenantId,
        expiresAt: { gt: now },
        // What was agreed to can be taken back until it is used.
        status: answer.decision === "approve" ? "pending" : { in: ["pending", "approved"] },
      },
      data: {
        decidedBy: actor.userId,
        decidedByName: actorName(actor).slice(0, 255),
        decidedAt: now,
        ...(answer.decision === "approve"
          ? {
              status: "approved",
              grantedMode: granted ? "write" : "read",
              expiresAt: new Date(now.getTime() + answer.hours * 3_600_000),
            }
          : { status: "declined" }),
      },
    });
    const row = rows[0];
    if (!row) {
      throw new ConflictError("This request was answered or has expired.", { reason: "request_settled" });
    }
    const event = {
      action: answer.decision === "approve" ? "support_access.approved" : "support_access.declined",
      target: { type: "support_request", id, label: `${row.staffName} (${row.userName})` },
      after: { ticket: row.ticket, mode: row.grantedMode, expires_at: row.expiresAt },
    };
    await recordEvent(tx, ctx, event);
    await recordPlatformEvent(tx, ctx, { ...event, tenantId, accountId: ctx.tenant.accountId });
    return presentRequest(row);
  });
}
