import * as z from "zod";
import { route } from "@/lib/api/route";
import { handOverAccount } from "@/lib/lifecycle/own-account/accounts/hand-over-account";
import { handOverBody } from "@/lib/lifecycle/own-account/accounts/schema";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/me/accounts/{id}/owner",
  summary: "Hand an own account over to an admin of one of its workspaces",
  tag: "Me",
  auth: "user",
  keys: false,
  rate: { limit: 20, windowSeconds: 3600 },
  params: z.object({ id: z.uuid() }),
  body: handOverBody,
  response: null,
  handler: async ({ ctx, params, body }) => {
    await handOverAccount(ctx, params.id, body.to);
    return null;
  },
});
