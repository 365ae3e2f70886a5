import * as z from "zod";
import { Reply, route } from "@/lib/api/route";
import { setFlowCookie } from "@/lib/auth/flow-cookie";
import { beginHandOff } from "@/lib/auth/hand-off/begin-hand-off";
import { NotFoundError } from "@/lib/core/errors";

export const GET = route({
  method: "GET",
  path: "/api/auth-flows/begin-hand-off",
  summary: "Start taking a session over on this workspace's host",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 120, windowSeconds: 60 },
  query: z.object({ next: z.string().max(2000).optional() }),
  response: null,
  handler: async ({ ctx, query }) => {
    const begun = await beginHandOff({ host: ctx.host, next: query.next ?? null });
    if (!begun) throw new NotFoundError();
    return new Reply(null, {
      status: 303,
      headers: { location: begun.url },
      cookies: [setFlowCookie("handOff", begun.nonce)],
    });
  },
});
