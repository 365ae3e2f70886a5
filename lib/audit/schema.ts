import * as z from "zod";
import { listQuery, pageOf } from "@/lib/core/list-query";
import { place } from "@/lib/core/place";

export const auditEventDto = z.object({
  id: z.uuid(),
  occurred_at: z.iso.datetime(),
  /** `resource.past_tense`, as in `member.removed`. */
  action: z.string(),
  actor: z.object({
    type: z.string(),
    id: z.uuid().nullable(),
    label: z.string(),
    /** The person behind a key, or in whose place staff acted. */
    on_behalf_of: z.uuid().nullable(),
  }),
  /** Set on what our staff did in a support session. */
  support: z.object({ session_id: z.uuid(), ticket: z.string() }).nullable(),
  target: z.object({ type: z.string(), id: z.string(), label: z.string() }),
  before: z.unknown(),
  after: z.unknown(),
  ip: z.string().nullable(),
  /** Where the address lies, as far as that is known now. */
  place,
  user_agent: z.string().nullable(),
  request_id: z.string().nullable(),
});
export type AuditEventDto = z.infer<typeof auditEventDto>;

export const auditEventPage = pageOf(auditEventDto);
export type AuditEventPage = z.infer<typeof auditEventPage>;

export const auditEventQuery = listQuery.extend({
  action: z.string().max(80).optional(),
  actor_id: z.uuid().optional(),
  support_session_id: z.uuid().optional(),
  target_type: z.string().max(50).optional(),
  target_id: z.string().max(255).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});
export type AuditEventQuery = z.input<typeof auditEventQuery>;
