import { forgetInvitation, keepInvitation } from "@/lib/access/invitations/answer/invitation-cookie";
import { tokenOf } from "@/lib/access/invitations/answer/token-of";
import { viewerOf } from "@/lib/access/invitations/answer/viewer-of";
import { lookUpLink } from "@/lib/access/invitations/links/look-up-link";
import { linkView } from "@/lib/access/invitations/links/schema";
import { invitationToken } from "@/lib/access/invitations/schema";
import { Reply, route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/invitation-links/look-up",
  summary: "See what a shared link offers; keeps its token in a cookie of the root host for an hour",
  tag: "Invitations",
  auth: "public",
  rate: { limit: 30, windowSeconds: 60 },
  body: invitationToken,
  response: linkView,
  handler: async ({ ctx, body }) => {
    const token = tokenOf(body.token, ctx.cookie, "link");
    const view = await lookUpLink(token, await viewerOf(ctx));
    const cookie = view.viewer?.is_member ? forgetInvitation("link") : keepInvitation(token, "link");
    return new Reply(view, { cookies: [cookie] });
  },
});
