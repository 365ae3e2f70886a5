import * as z from "zod";
import { route } from "@/lib/api/route";
import { revokeSession } from "@/lib/auth/profile/revoke-session";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/me/sessions/{id}",
  summary: "End one of the own sessions",
  tag: "Me",
  auth: "user",
  keys: false,
  params: z.object({ id: z.uuid() }),
  response: null,
  handler: async ({ ctx, params }) => {
    await revokeSession(ctx, params);
    return null;
  },
});
