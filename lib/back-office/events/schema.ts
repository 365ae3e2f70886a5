import * as z from "zod";
import { listQuery, pageOf } from "@/lib/core/list-query";
import { place } from "@/lib/core/place";

export const platformEventQuery = listQuery.extend({
  /** Part of the actor's or the target's name or address. */
  q: z.string().trim().max(100).optional(),
  action: z.string().max(80).optional(),
  actor_id: z.uuid().optional(),
  tenant_id: z.uuid().optional(),
  from: z.iso.datetime().optional(),
  /** Not included. */
  to: z.iso.datetime().optional(),
});
export type PlatformEventQuery = z.input<typeof platformEventQuery>;

export const platformEventDto = z.object({
  id: z.uuid(),
  occurred_at: z.iso.datetime(),
  action: z.string(),
  actor: z.object({ type: z.string(), id: z.uuid().nullable(), label: z.string() }),
  /** Set on what staff did in a support session: in whose place, which session and its ticket. */
  support: z
    .object({ on_behalf_of: z.uuid().nullable(), session_id: z.uuid(), ticket: z.string() })
    .nullable(),
  target: z.object({ type: z.string(), id: z.string(), label: z.string() }),
  account_id: z.uuid().nullable(),
  tenant_id: z.uuid().nullable(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  ip: z.string().nullable(),
  place,
  user_agent: z.string().nullable(),
  request_id: z.string().nullable(),
});
export type PlatformEventDto = z.output<typeof platformEventDto>;

export const platformEventPage = pageOf(platformEventDto);
export type PlatformEventPage = z.output<typeof platformEventPage>;
