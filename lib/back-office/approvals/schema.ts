import * as z from "zod";
import { listQuery, pageOf } from "@/lib/core/list-query";
import { reviewMessageDto, reviewState } from "@/lib/lifecycle/approval/schema";
import { operationState } from "@/lib/lifecycle/operations/schema";

const time = z.iso.datetime();

/** Requests that wait for staff, those put off, and those decided. */
export const approvalList = z.enum(["open", "snoozed", "decided"]);
export type ApprovalList = z.output<typeof approvalList>;

export const approvalQuery = listQuery.extend({ list: approvalList.default("open") });
export type ApprovalQuery = z.input<typeof approvalQuery>;

/** What kind of address somebody signed up with. */
export const emailKind = z.enum(["company", "free", "disposable"]);
export type EmailKind = z.output<typeof emailKind>;

const like = z.object({ id: z.uuid(), name: z.string(), slug: z.string() });

/** Facts that help to decide; only what the platform really knows. */
export const approvalSignals = z.object({
  email_kind: emailKind,
  email_domain: z.string(),
  /** Workspaces whose founder has an address in the same company domain. */
  same_domain: z.array(like),
  /** Workspaces and open requests with nearly the same name or address. */
  similar: z.array(like),
  /** Requests in the last 24 hours, this one included. */
  requests_by_account: z.int(),
  requests_by_ip: z.int(),
  /** When the person proved their address. */
  account_created_at: time,
});
export type ApprovalSignals = z.output<typeof approvalSignals>;

export const approvalDto = z.object({
  id: z.uuid(),
  tenant_id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  state: reviewState,
  applicant: z.object({ id: z.uuid(), name: z.string(), email: z.string(), locale: z.string() }),
  snoozed_until: time.nullable(),
  decision: z.object({ reason: z.string().nullable(), by: z.string(), at: time }).nullable(),
  signals: approvalSignals,
  messages: z.array(reviewMessageDto),
  /** How far setting up is, once approved. */
  progress: z.object({ state: operationState, done: z.int(), total: z.int() }),
  created_at: time,
});
export type ApprovalDto = z.output<typeof approvalDto>;

export const approvalPage = pageOf(approvalDto).extend({
  counts: z.object({ open: z.int(), snoozed: z.int() }),
});
export type ApprovalPage = z.output<typeof approvalPage>;

const reason = z.string().trim().min(3).max(2000);

/** The applicant reads the reason of a rejection. */
export const decisionInput = z.discriminatedUnion("decision", [
  z.strictObject({ decision: z.literal("approve") }),
  z.strictObject({ decision: z.literal("reject"), reason }),
]);
export type DecisionInput = z.input<typeof decisionInput>;

export const rejectionInput = z.strictObject({ reason });
export type RejectionInput = z.input<typeof rejectionInput>;

const MAX_SNOOZE_MS = 90 * 86_400_000;

/** Until when a request stays out of the queue; null brings it back. */
export const snoozeInput = z.strictObject({
  until: time
    .refine((at) => Date.parse(at) > Date.now(), "Choose a moment in the future.")
    .refine((at) => Date.parse(at) < Date.now() + MAX_SNOOZE_MS, "At most 90 days.")
    .nullable(),
});
export type SnoozeInput = z.input<typeof snoozeInput>;

/** Answer to a change of one request. */
export const approvalStateDto = z.object({
  id: z.uuid(),
  state: reviewState,
  snoozed_until: time.nullable(),
});
export type ApprovalStateDto = z.output<typeof approvalStateDto>;
