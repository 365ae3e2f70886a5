import * as z from "zod";
import { roleKey } from "@/lib/access/roles/schema";
import { listQuery, pageOf } from "@/lib/core/list-query";

export const MAX_INVITATIONS = 50;
export const INVITATION_DAYS = 7;

/** An address as it is stored: trimmed, lower case. */
export const inviteEmail = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "email_invalid")
  .pipe(z.email("email_invalid"));

/** Addresses are taken as typed: each gets its own answer, so that one slip does not stop the others. */
export const inviteMembersInput = z.strictObject({
  invitations: z
    .array(z.strictObject({ email: z.string().max(320), role: roleKey }))
    .min(1)
    .max(MAX_INVITATIONS),
});
export type InviteMembersInput = z.infer<typeof inviteMembersInput>;

export const inviteResult = z.object({
  email: z.string(),
  result: z.enum(["invited", "already_member", "already_invited", "domain_not_allowed", "invalid"]),
  invitation_id: z.uuid().nullable(),
});
export type InviteResult = z.infer<typeof inviteResult>;
export const inviteResults = z.object({ data: z.array(inviteResult) });
export type InviteResults = z.infer<typeof inviteResults>;

/** One person by address: `POST /api/v1/users`. */
export const newMemberBody = z.strictObject({ email: inviteEmail, role: roleKey });

export const invitationStatus = z.enum(["pending", "expired", "bounced", "accepted", "declined", "revoked"]);
export type InvitationStatus = z.infer<typeof invitationStatus>;

export const invitationDto = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: z.string(),
  status: invitationStatus,
  invited_by: z.object({ id: z.uuid(), name: z.string() }),
  sends: z.number().int(),
  bounce_reason: z.string().nullable().meta({ description: "What the mail server of the address answered." }),
  last_sent_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  created_at: z.iso.datetime(),
});
export type InvitationDto = z.infer<typeof invitationDto>;
export const invitationPage = pageOf(invitationDto);
export type InvitationPage = z.infer<typeof invitationPage>;

export const invitationListQuery = listQuery.extend({
  q: z.string().trim().max(100).optional(),
  status: invitationStatus.optional(),
});
export type InvitationListQuery = z.input<typeof invitationListQuery>;

/** The token of a link; without one the cookie that the look-up has set is used. */
export const invitationToken = z.strictObject({ token: z.string().min(1).max(200).optional() });

/**
 * What a link is worth now. `withdrawn`: whoever sent it may no longer give this role; `single_sign_on`: the workspace
 * takes people through its own provider only, which accepts the invitation by itself.
 */
export const invitationState = z.enum([
  "pending",
  "expired",
  "used",
  "declined",
  "revoked",
  "withdrawn",
  "bounced",
  "single_sign_on",
  "unavailable",
]);
export type InvitationState = z.infer<typeof invitationState>;

export const invitationView = z.object({
  state: invitationState,
  workspace: z.object({ name: z.string(), slug: z.string(), url: z.url() }),
  inviter_name: z.string(),
  role: z.string(),
  email: z.string(),
  expires_at: z.iso.datetime(),
  /** Who looks: null when signed out. */
  viewer: z.object({ email: z.string(), is_invitee: z.boolean(), is_member: z.boolean() }).nullable(),
});
export type InvitationView = z.infer<typeof invitationView>;

export const acceptedInvitation = z.object({
  workspace: z.object({ name: z.string(), slug: z.string(), url: z.url() }),
});
export type AcceptedInvitation = z.infer<typeof acceptedInvitation>;
