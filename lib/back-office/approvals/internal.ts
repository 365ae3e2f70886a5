import "server-only";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import type { Prisma, TenantReview } from "@/lib/infra/prisma/generated/client";
import { reviewState } from "@/lib/lifecycle/approval/schema";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { ApprovalStateDto } from "./schema";

/** States in which staff can still do something. */
export const OPEN_STATES = ["waiting", "info_requested"] as const;

/** @throws NotFoundError */
export async function getReview(tx: SystemTx, id: string): Promise<TenantReview> {
  const review = isId(id) ? await tx.tenantReview.findUnique({ where: { id } }) : null;
  if (!review) throw new NotFoundError("request");
  return review;
}

/** Changes a request that nobody has decided on yet. @throws ConflictError already_decided */
export async function changeOpenReview(
  tx: SystemTx,
  id: string,
  data: Prisma.TenantReviewUpdateManyMutationInput,
): Promise<void> {
  const { count } = await tx.tenantReview.updateMany({
    where: { id, state: { in: [...OPEN_STATES] } },
    data,
  });
  if (count > 0) return;
  throw new ConflictError("This request has been decided already.", { reason: "already_decided" });
}

export async function presentState(tx: SystemTx, id: string): Promise<ApprovalStateDto> {
  const row = await getReview(tx, id);
  return {
    id,
    state: reviewState.parse(row.state),
    snoozed_until: row.snoozedUntil?.toISOString() ?? null,
  };
}

/** The language the applicant reads. */
export function localeOf(review: TenantReview): "en" | "nl" {
  return review.locale === "nl" ? "nl" : "en";
}
