import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { isId, newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { getOperation } from "../operations/get-operation";
import type { OperationDto } from "../operations/schema";
import { type ReviewMessageInput, reviewMessageInput } from "./schema";

const MAX_MESSAGES = 50;

/**
 * Adds the applicant's words to the request they wait for; the request goes back to the front of staff's queue.
 * @throws NotFoundError also for somebody else's request; ConflictError already_decided, too_many_messages
 */
export async function answerReview(
  ctx: UserContext,
  operationId: string,
  raw: ReviewMessageInput,
): Promise<OperationDto> {
  if (!isId(operationId)) throw new NotFoundError("operation");
  const { body } = reviewMessageInput.parse(raw);
  await withSystem(async (tx) => {
    const review = await tx.tenantReview.findFirst({
      where: { operationId, applicantId: ctx.actor.userId },
    });
    if (!review) throw new NotFoundError("operation");
    // The row's lock keeps a decision and an answer from passing each other.
    const { count } = await tx.tenantReview.updateMany({
      where: { id: review.id, state: { in: ["waiting", "info_requested"] } },
      data: { state: "waiting", snoozedUntil: null, announcedAt: null },
    });
    if (count === 0) {
      throw new ConflictError("This request has been decided already.", { reason: "already_decided" });
    }
    if ((await tx.tenantReviewMessage.count({ where: { reviewId: review.id } })) >= MAX_MESSAGES) {
      throw new ConflictError("This request has too many messages.", { reason: "too_many_messages" });
    }
    await tx.tenantReviewMessage.create({
      data: {
        id: newId(),
        reviewId: review.id,
        author: "applicant",
        authorId: ctx.actor.userId,
        authorName: ctx.actor.name || ctx.actor.email,
        body,
      },
      select: { id: true },
    });
    await recordPlatformEvent(tx, ctx, {
      action: "approval.answered",
      accountId: review.accountId,
      tenantId: review.tenantId,
      target: { type: "tenant", id: review.tenantId, label: review.name },
    });
  });
  return getOperation(ctx, operationId);
}
