import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { listInvitations } from "@/lib/access/invitations/list-invitations";
import {
  invitationListQuery,
  invitationPage,
  inviteMembersInput,
  inviteResults,
} from "@/lib/access/invitations/schema";
import { route } from "@/lib/api/route";

const path = "/api/v1/invitations";
const tag = "Invitations";

export const GET = route({
  method: "GET",
  path,
  summary: "List invitations",
  tag,
  auth: "tenant",
  permission: "members:read",
  query: invitationListQuery,
  response: invitationPage,
  handler: ({ ctx, query }) => listInvitations(ctx, query),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Invite up to 50 people; each address gets its own result",
  tag,
  auth: "tenant",
  permission: "members:invite",
  body: inviteMembersInput,
  response: inviteResults,
  handler: ({ ctx, body }) => inviteMembers(ctx, body),
});
