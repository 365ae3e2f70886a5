import { declineInvitation } from "@/lib/access/invitations/answer/decline-invitation";
import { forgetInvitation } from "@/lib/access/invitations/answer/invitation-cookie";
import { tokenOf } from "@/lib/access/invitations/answer/token-of";
import { invitationToken } from "@/lib/access/invitations/schema";
import { Reply, route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/invitations/decline",
  summary: "Decline an invitation as the signed-in person",
  tag: "Invitations",
  auth: "user",
  keys: false,
  rate: { limit: 20, windowSeconds: 60 },
  body: invitationToken,
  response: null,
  handler: async ({ ctx, body, request }) => {
    await declineInvitation(ctx, tokenOf(body.token, request.headers.get("cookie")));
    return new Reply(null, { status: 204, cookies: [forgetInvitation()] });
  },
});
