import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { StaffContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { type ReviewMessageInput, reviewMessageInput } from "@/lib/lifecycle/approval/schema";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { changeOpenReview, getReview, localeOf, presentState } from "./internal";
import type { ApprovalStateDto } from "./schema";

/**
 * Asks the applicant something; they are mailed and answer on the page of their request.
 * @throws PermissionError; NotFoundError; ConflictError already_decided
 */
export async function askApplicant(
  ctx: StaffContext,
  id: string,
  raw: ReviewMessageInput,
): Promise<ApprovalStateDto> {
  assertStaff(ctx);
  const { body } = reviewMessageInput.parse(raw);
  return withSystem(async (tx) => {
    const review = await getReview(tx, id);
    await changeOpenReview(tx, id, { state: "info_requested" });
    await tx.tenantReviewMessage.create({
      data: {
        id: newId(),
        reviewId: id,
        author: "staff",
        authorId: ctx.actor.userId,
        authorName: ctx.actor.name || ctx.actor.email,
        body,
      },
      select: { id: true },
    });
    await enqueueMail(tx, {
      template: "tenant_info_requested",
      to: review.applicantEmail,
      locale: localeOf(review),
      data: { tenantName: review.name, question: body },
    });
    await recordPlatformEvent(tx, ctx, {
      action: "approval.info_requested",
      accountId: review.accountId,
      tenantId: review.tenantId,
      target: { type: "tenant", id: review.tenantId, label: review.name },
      reason: body,
    });
    return presentState(tx, id);
  });
}
