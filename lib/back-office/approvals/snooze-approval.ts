import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { StaffContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { changeOpenReview, getReview, presentState } from "./internal";
import { type ApprovalStateDto, type SnoozeInput, snoozeInput } from "./schema";

/**
 * Takes a request out of the queue until a moment, or brings it back. An answer of the applicant brings it back too.
 * @throws PermissionError; NotFoundError; ConflictError already_decided
 */
export async function snoozeApproval(
  ctx: StaffContext,
  id: string,
  raw: SnoozeInput,
): Promise<ApprovalStateDto> {
  assertStaff(ctx);
  const { until } = snoozeInput.parse(raw);
  return withSystem(async (tx) => {
    const review = await getReview(tx, id);
    await changeOpenReview(tx, id, { snoozedUntil: until === null ? null : new Date(until) });
    await recordPlatformEvent(tx, ctx, {
      action: "approval.snoozed",
      accountId: review.accountId,
      tenantId: review.tenantId,
      target: { type: "tenant", id: review.tenantId, label: review.name },
      after: { until },
    });
    return presentState(tx, id);
  });
}
