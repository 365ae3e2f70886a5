import * as z from "zod";
import { supportMode, supportRequestDto, supportSessionDto } from "@/lib/access/support/schema";
import { listQuery, pageOf } from "@/lib/core/list-query";
import { SUPPORT_ACCESS } from "@/lib/tenancy/policies/schema";

export const REASON_MIN = 10;
export const REASON_MAX = 500;

export const supportWish = z.strictObject({
  tenant_id: z.uuid(),
  member_id: z.uuid(),
  mode: supportMode.default("read"),
  reason: z.string().trim().min(REASON_MIN).max(REASON_MAX),
  ticket: z
    .string()
    .trim()
    .min(2)
    .max(80)
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._:/#-]*$/u)
    .meta({ description: "The ticket this is about, as in SUP-1234." }),
});
export type SupportWish = z.input<typeof supportWish>;

export const startedSupportDto = z.object({
  id: z.uuid(),
  url: z.url().meta({ description: "Where the browser goes on: the workspace's host." }),
  expires_at: z.iso.datetime(),
});
export type StartedSupportDto = z.output<typeof startedSupportDto>;

const place = z.object({ id: z.uuid(), name: z.string(), slug: z.string() });

export const adminSupportSessionDto = supportSessionDto
  .omit({ pages: true, changes: true, blocked: true })
  .extend({ tenant: place, is_own: z.boolean() });
export type AdminSupportSessionDto = z.output<typeof adminSupportSessionDto>;
export const adminSupportSessionPage = pageOf(adminSupportSessionDto);
export type AdminSupportSessionPage = z.output<typeof adminSupportSessionPage>;
export const adminSupportQuery = listQuery.extend({ tenant_id: z.uuid().optional() });
export type AdminSupportQuery = z.input<typeof adminSupportQuery>;

export const adminSupportRequestDto = supportRequestDto.extend({ tenant: place });
export type AdminSupportRequestDto = z.output<typeof adminSupportRequestDto>;

/** Why a support session cannot start now. */
export const supportRefusal = z.enum([
  "support_forbidden",
  "consent_needed",
  "member_is_staff",
  "member_inactive",
  "workspace_closed",
  "address_not_allowed",
  "support_session_live",
]);
export type SupportRefusal = z.output<typeof supportRefusal>;

/** What the start page shows. */
export const supportPreviewDto = z.object({
  tenant: place,
  member: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
  access: z.enum(SUPPORT_ACCESS),
  /** Why a read-only session cannot start now; null when it can. */
  refusal: supportRefusal.nullable(),
  consent: z.object({ mode: supportMode, expires_at: z.iso.datetime() }).nullable(),
  asked: z.object({ mode: supportMode, expires_at: z.iso.datetime() }).nullable(),
  live: z.object({ id: z.uuid(), tenant_name: z.string() }).nullable(),
});
export type SupportPreviewDto = z.output<typeof supportPreviewDto>;

export const supportRequestedDto = z.object({ id: z.uuid(), expires_at: z.iso.datetime() });
export type SupportRequestedDto = z.output<typeof supportRequestedDto>;
