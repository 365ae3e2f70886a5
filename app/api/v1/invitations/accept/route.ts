import { acceptInvitation } from "@/lib/access/invitations/answer/accept-invitation";
import { forgetInvitation } from "@/lib/access/invitations/answer/invitation-cookie";
import { tokenOf } from "@/lib/access/invitations/answer/token-of";
import { acceptedInvitation, invitationToken } from "@/lib/access/invitations/schema";
import { Reply, route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/invitations/accept",
  summary: "Accept an invitation as the signed-in person",
  tag: "Invitations",
  auth: "user",
  keys: false,
  rate: { limit: 20, windowSeconds: 60 },
  body: invitationToken,
  response: acceptedInvitation,
  handler: async ({ ctx, body, request }) => {
    const accepted = await acceptInvitation(ctx, tokenOf(body.token, request.headers.get("cookie")));
    return new Reply(accepted, { cookies: [forgetInvitation()] });
  },
});
