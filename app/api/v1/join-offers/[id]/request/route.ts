import * as z from "zod";
import { requestMembership } from "@/lib/access/join-requests/request-membership";
import { membershipWish } from "@/lib/access/join-requests/schema";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/join-offers/{id}/request",
  summary: "Ask to join a workspace of colleagues",
  tag: "Invitations",
  auth: "user",
  keys: false,
  rate: { limit: 20, windowSeconds: 60 },
  params: z.object({ id: z.uuid() }),
  body: membershipWish,
  response: null,
  handler: async ({ ctx, params, body }) => {
    await requestMembership(ctx, params.id, body);
    return null;
  },
});
