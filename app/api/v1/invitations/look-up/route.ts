import { forgetInvitation, keepInvitation } from "@/lib/access/invitations/answer/invitation-cookie";
import { lookUpInvitation } from "@/lib/access/invitations/answer/look-up-invitation";
import { tokenOf } from "@/lib/access/invitations/answer/token-of";
import { viewerOf } from "@/lib/access/invitations/answer/viewer-of";
import { invitationToken, invitationView } from "@/lib/access/invitations/schema";
import { Reply, route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/invitations/look-up",
  summary: "See what an invitation link offers; keeps its token in a cookie of the root host for an hour",
  tag: "Invitations",
  auth: "public",
  rate: { limit: 30, windowSeconds: 60 },
  body: invitationToken,
  response: invitationView,
  handler: async ({ ctx, body }) => {
    const token = tokenOf(body.token, ctx.cookie);
    const view = await lookUpInvitation(token, await viewerOf(ctx));
    const isOver = view.state === "used" || view.viewer?.is_member === true;
    const cookie = isOver ? forgetInvitation() : keepInvitation(token);
    return new Reply(view, { cookies: [cookie] });
  },
});
