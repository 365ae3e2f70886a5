import * as z from "zod";

/** Whether a new workspace is set up at once or waits for staff. */
export const approvalMode = z.enum(["auto", "review"]);
export type ApprovalMode = z.output<typeof approvalMode>;

export const reviewState = z.enum(["waiting", "info_requested", "approved", "rejected"]);

export const reviewMessageInput = z.strictObject({ body: z.string().trim().min(2).max(2000) });
export type ReviewMessageInput = z.input<typeof reviewMessageInput>;

export const reviewMessageDto = z.object({
  id: z.uuid(),
  author: z.enum(["staff", "applicant"]),
  /** Staff stay nameless to the applicant. */
  author_name: z.string(),
  body: z.string(),
  created_at: z.iso.datetime(),
});
export type ReviewMessageDto = z.output<typeof reviewMessageDto>;

/** A request as the person who asked sees it. */
export const reviewDto = z.object({
  state: reviewState,
  /** Why it was rejected. */
  reason: z.string().nullable(),
  messages: z.array(reviewMessageDto),
  created_at: z.iso.datetime(),
});
export type ReviewDto = z.output<typeof reviewDto>;
