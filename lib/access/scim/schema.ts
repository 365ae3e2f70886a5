import * as z from "zod";
import { listQuery, pageOf } from "@/lib/core/list-query";

/** How long a directory's calls are kept. */
export const KEEP_EVENTS_DAYS = 30;
/** An old token and the one that takes its place. */
export const MAX_LIVE_TOKENS = 2;
export const MAX_ROLES_OF_GROUP = 20;
export const MAX_TEAMS_OF_GROUP = 20;

export const EVENT_OUTCOMES = ["applied", "refused", "failed"] as const;
export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

export const scimTokenDto = z.object({
  id: z.uuid(),
  last_four: z.string(),
  status: z.enum(["active", "expired", "revoked"]),
  created_by: z.string(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  revoked_at: z.iso.datetime().nullable(),
  last_used_at: z.iso.datetime().nullable(),
  last_used_ip: z.string().nullable(),
});
export type ScimTokenDto = z.infer<typeof scimTokenDto>;

export const newScimTokenDto = scimTokenDto.extend({
  token: z.string().meta({ description: "Shown this once." }),
});
export type NewScimTokenDto = z.infer<typeof newScimTokenDto>;

export const scimDirectoryDto = z.object({
  connection_id: z.uuid(),
  connection_name: z.string(),
  enabled: z.boolean(),
  base_url: z.string(),
  tokens: z.array(scimTokenDto),
  counts: z.object({
    users: z.int(),
    active_users: z.int(),
    groups: z.int(),
    mapped_groups: z.int(),
    refused_calls: z.int().meta({ description: "Refused or failed calls of the last 24 hours." }),
  }),
  enabled_at: z.iso.datetime().nullable(),
  last_call_at: z.iso.datetime().nullable(),
});
export type ScimDirectoryDto = z.infer<typeof scimDirectoryDto>;

export const scimDirectoryInput = z.strictObject({ enabled: z.boolean() });
export type ScimDirectoryInput = z.input<typeof scimDirectoryInput>;

export const scimTokenInput = z.strictObject({
  expires_in_days: z.int().min(1).max(366).default(180),
});
export type ScimTokenInput = z.input<typeof scimTokenInput>;
export const scimTokenParams = z.strictObject({ id: z.uuid(), token_id: z.uuid() });

export const scimUserDto = z.object({
  id: z.uuid(),
  user_name: z.string(),
  external_id: z.string().nullable(),
  active: z.boolean(),
  member: z.object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    status: z.enum(["active", "suspended", "removed"]),
    roles: z.array(z.string()),
  }),
  groups: z.array(z.string()),
  updated_at: z.iso.datetime(),
});
export type ScimUserDto = z.infer<typeof scimUserDto>;
export const scimUserPage = pageOf(scimUserDto);
export type ScimUserPage = z.infer<typeof scimUserPage>;

export const scimGroupDto = z.object({
  id: z.uuid(),
  name: z.string(),
  external_id: z.string().nullable(),
  members: z.int(),
  roles: z.array(z.string()).meta({ description: "Roles that its members have through it." }),
  teams: z
    .array(z.object({ id: z.uuid(), name: z.string() }))
    .meta({ description: "Teams that its members are put into." }),
  updated_at: z.iso.datetime(),
});
export type ScimGroupDto = z.infer<typeof scimGroupDto>;
export const scimGroupPage = pageOf(scimGroupDto);
export type ScimGroupPage = z.infer<typeof scimGroupPage>;

export const scimGroupParams = z.strictObject({ id: z.uuid(), group_id: z.uuid() });
export const scimGroupRoles = z.strictObject({
  roles: z.array(z.string().min(1).max(50)).max(MAX_ROLES_OF_GROUP),
  teams: z.array(z.uuid()).max(MAX_TEAMS_OF_GROUP).optional().meta({
    description: "Teams that its members are put into, no others; without it they stay as they are.",
  }),
});
export type ScimGroupRoles = z.input<typeof scimGroupRoles>;

export const scimEventDto = z.object({
  id: z.uuid(),
  created_at: z.iso.datetime(),
  method: z.string(),
  path: z.string(),
  resource: z.object({ type: z.string().nullable(), id: z.string().nullable(), label: z.string() }),
  summary: z.string().meta({ description: "Names of the attributes; never their values." }),
  status: z.int(),
  outcome: z.enum(EVENT_OUTCOMES),
  scim_type: z.string().nullable(),
  detail: z.string(),
  ip: z.string().nullable(),
  request_id: z.string().nullable(),
  duration_ms: z.int(),
});
export type ScimEventDto = z.infer<typeof scimEventDto>;
export const scimEventPage = pageOf(scimEventDto);
export type ScimEventPage = z.infer<typeof scimEventPage>;

export const scimEventQuery = listQuery.extend({ outcome: z.enum(EVENT_OUTCOMES).optional() });
export type ScimEventQuery = z.input<typeof scimEventQuery>;
export type ScimListQuery = z.input<typeof listQuery>;
