import * as z from "zod";
import { requestInvitation } from "@/lib/access/invitations/answer/request-invitation";
import { tokenOf } from "@/lib/access/invitations/answer/token-of";
import { viewerOf } from "@/lib/access/invitations/answer/viewer-of";
import { invitationToken } from "@/lib/access/invitations/schema";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/invitations/requests",
  summary: "Ask for a new invitation when a link has expired or was sent to another address",
  tag: "Invitations",
  auth: "public",
  rate: { limit: 5, windowSeconds: 60 },
  body: invitationToken,
  response: z.object({ status: z.literal("asked") }),
  status: 202,
  handler: async ({ ctx, body }) => {
    await requestInvitation(ctx, tokenOf(body.token, ctx.cookie), await viewerOf(ctx));
    return { status: "asked" as const };
  },
});
