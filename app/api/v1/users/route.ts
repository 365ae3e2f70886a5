import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { inviteResult, newMemberBody } from "@/lib/access/invitations/schema";
import { listMembers } from "@/lib/access/members/list-members";
import { memberListQuery, memberPage } from "@/lib/access/members/schema";
import { route } from "@/lib/api/route";
import { ConflictError } from "@/lib/core/errors";

const path = "/api/v1/users";
const tag = "Users";

export const GET = route({
  method: "GET",
  path,
  summary: "List members",
  tag,
  auth: "tenant",
  permission: "members:read",
  query: memberListQuery,
  response: memberPage,
  handler: ({ ctx, query }) => listMembers(ctx, query),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Add a person by e-mail address: they get an invitation, whether or not they have an account",
  tag,
  auth: "tenant",
  permission: "members:invite",
  body: newMemberBody,
  response: inviteResult,
  status: 202,
  handler: async ({ ctx, body }) => {
    const { data } = await inviteMembers(ctx, { invitations: [body] });
    const [result] = data;
    if (result?.result === "invited") return result;
    throw new ConflictError("This person is a member or is invited already.", {
      reason: result?.result ?? "already_invited",
    });
  },
});
