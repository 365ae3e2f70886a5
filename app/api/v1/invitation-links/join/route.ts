import { forgetInvitation } from "@/lib/access/invitations/answer/invitation-cookie";
import { tokenOf } from "@/lib/access/invitations/answer/token-of";
import { joinWithLink } from "@/lib/access/invitations/links/join-with-link";
import { acceptedInvitation, invitationToken } from "@/lib/access/invitations/schema";
import { Reply, route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/invitation-links/join",
  summary: "Join a workspace with a shared link as the signed-in person",
  tag: "Invitations",
  auth: "user",
  keys: false,
  rate: { limit: 20, windowSeconds: 60 },
  body: invitationToken,
  response: acceptedInvitation,
  handler: async ({ ctx, body, request }) => {
    const joined = await joinWithLink(ctx, tokenOf(body.token, request.headers.get("cookie"), "link"));
    return new Reply(joined, { cookies: [forgetInvitation("link")] });
  },
});
