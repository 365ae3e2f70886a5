import * as z from "zod";
import { listQuery, pageOf } from "@/lib/core/list-query";

export const SUPPORT_MINUTES = 30;
/** How long a request waits for its answer. */
export const REQUEST_HOURS = 72;
/** Windows in which an approved request may be used, in hours. */
export const CONSENT_HOURS = [1, 4, 24, 72] as const;

export const supportMode = z.enum(["read", "write"]);
export type SupportMode = z.output<typeof supportMode>;

export const SUPPORT_ENDS = [
  "stopped",
  "expired",
  "ended_by_workspace",
  "ended_by_staff",
  "staff_removed",
  "staff_signed_out",
  "member_removed",
  "session_revoked",
  "policy_changed",
] as const;
const supportEnd = z.enum(SUPPORT_ENDS);
export type SupportEnd = z.output<typeof supportEnd>;

export const supportSessionDto = z.object({
  id: z.uuid(),
  staff_name: z.string(),
  member: z.object({ id: z.uuid().nullable(), name: z.string() }),
  mode: supportMode,
  reason: z.string(),
  ticket: z.string(),
  consented_by: z.string().nullable().meta({ description: "The admin who agreed; null where none had to." }),
  started_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
  end_reason: supportEnd.nullable(),
  ended_by: z.string().nullable(),
  pages: z.int().meta({ description: "Pages that were opened." }),
  changes: z.int().meta({ description: "Things that were changed." }),
  blocked: z.int().meta({ description: "What was tried and refused." }),
});
export type SupportSessionDto = z.output<typeof supportSessionDto>;
export const supportSessionPage = pageOf(supportSessionDto);
export type SupportSessionPage = z.output<typeof supportSessionPage>;

export const supportRequestDto = z.object({
  id: z.uuid(),
  staff_name: z.string(),
  member: z.object({ id: z.uuid().nullable(), name: z.string() }),
  mode: supportMode,
  reason: z.string(),
  ticket: z.string(),
  status: z.enum(["pending", "approved", "declined", "used", "expired"]),
  granted_mode: supportMode.nullable(),
  decided_by: z.string().nullable(),
  decided_at: z.iso.datetime().nullable(),
  expires_at: z.iso.datetime(),
  created_at: z.iso.datetime(),
});
export type SupportRequestDto = z.output<typeof supportRequestDto>;
export const supportRequestPage = pageOf(supportRequestDto);
export type SupportRequestPage = z.output<typeof supportRequestPage>;
export const supportRequestQuery = listQuery.extend({
  open: z.enum(["true"]).optional().meta({ description: "Only those that still wait for an answer." }),
});
export type SupportRequestQuery = z.input<typeof supportRequestQuery>;

export const supportSessionQuery = listQuery;
export type SupportSessionQuery = z.input<typeof supportSessionQuery>;

/** An admin's answer. What is agreed to is never more than what was asked for. */
export const supportDecision = z.discriminatedUnion("decision", [
  z.strictObject({
    decision: z.literal("approve"),
    mode: supportMode.default("read"),
    hours: z
      .union(CONSENT_HOURS.map((hours) => z.literal(hours)))
      .default(24)
      .meta({
        description: "Hours within which the session has to start.",
      }),
  }),
  z.strictObject({ decision: z.literal("decline") }),
]);
export type SupportDecision = z.input<typeof supportDecision>;
