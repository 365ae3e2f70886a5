import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { StaffContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import type { TenantReview } from "@/lib/infra/prisma/generated/client";
import { enqueueProvisioning } from "@/lib/lifecycle/provisioning/enqueue-provisioning";
import { takeBackTenant } from "@/lib/lifecycle/provisioning/take-back-tenant";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { changeStatus } from "@/lib/tenancy/status/change-status";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { getReview, localeOf, OPEN_STATES, presentState } from "./internal";
import { type ApprovalStateDto, type DecisionInput, decisionInput } from "./schema";

/**
 * Approves or rejects a request for a workspace. Approved, it is set up at once; rejected, its address and its place in
 * the account's limit are free again and the applicant is mailed the reason in their language. Of two decisions at the
 * same time exactly one counts.
 * @throws PermissionError; NotFoundError; ConflictError already_decided
 */
export async function decideApproval(
  ctx: StaffContext,
  id: string,
  raw: DecisionInput,
): Promise<ApprovalStateDto> {
  assertStaff(ctx);
  const input = decisionInput.parse(raw);
  return withSystem(async (tx) => {
    const review = await getReview(tx, id);
    const isApproved = input.decision === "approve";
    const reason = input.decision === "reject" ? input.reason : null;
    const { count } = await tx.tenantReview.updateMany({
      where: { id, state: { in: [...OPEN_STATES] } },
      data: {
        state: isApproved ? "approved" : "rejected",
        reason,
        snoozedUntil: null,
        decidedBy: ctx.actor.userId,
        decidedByName: ctx.actor.name || ctx.actor.email,
        decidedAt: new Date(),
      },
    });
    if (count === 0) {
      throw new ConflictError("Somebody else has decided on this request already.", {
        reason: "already_decided",
      });
    }
    if (reason === null) await open(tx, review);
    else await turnDown(tx, review, reason);
    await recordPlatformEvent(tx, ctx, {
      action: isApproved ? "approval.approved" : "approval.rejected",
      accountId: review.accountId,
      tenantId: review.tenantId,
      target: { type: "tenant", id: review.tenantId, label: review.name },
      ...(reason !== null && { reason }),
      after: { slug: review.slug },
    });
    return presentState(tx, id);
  });
}

async function open(tx: SystemTx, review: TenantReview): Promise<void> {
  await changeStatus(tx, { id: review.tenantId, to: "provisioning", from: ["pending_approval"] });
  await enqueueProvisioning(tx, review.operationId);
}

async function turnDown(tx: SystemTx, review: TenantReview, reason: string): Promise<void> {
  await takeBackTenant(tx, review, "rejected");
  await enqueueMail(tx, {
    template: "tenant_rejected",
    to: review.applicantEmail,
    locale: localeOf(review),
    data: { tenantName: review.name, reason },
    dedupeKey: `rejected:${review.tenantId}`,
  });
}
