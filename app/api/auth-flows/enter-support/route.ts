import * as z from "zod";
import { enterSupportSession } from "@/lib/access/support/enter-support-session";
import { Reply, route } from "@/lib/api/route";
import { clearFlowCookie, readFlowCookie } from "@/lib/auth/flow-cookie";
import { sealSupport } from "@/lib/auth/session-cookie";
import { NotFoundError } from "@/lib/core/errors";
import { adminUrl, parseHost, tenantUrl } from "@/lib/tenancy/hosts";

export const GET = route({
  method: "GET",
  path: "/api/auth-flows/enter-support",
  summary: "Take a support session over on this workspace's host",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 60, windowSeconds: 60 },
  query: z.object({ code: z.string().min(1).max(200) }),
  response: null,
  handler: async ({ ctx, query }) => {
    const host = parseHost(ctx.host);
    if (host.kind !== "tenant") throw new NotFoundError();
    const nonce = readFlowCookie(ctx.cookie, "supportHandOver");
    const entered = nonce
      ? await enterSupportSession(ctx, { code: query.code, nonce, host: ctx.host })
      : null;
    // The code is in this address: no page may learn it from a referrer.
    const headers = { "referrer-policy": "no-referrer" };
    if (!entered) {
      return new Reply(null, {
        status: 303,
        headers: { ...headers, location: adminUrl("/support?notice=not_taken_over") },
        cookies: [clearFlowCookie("supportHandOver")],
      });
    }
    return new Reply(null, {
      status: 303,
      headers: { ...headers, location: tenantUrl(host.slug) },
      cookies: [
        await sealSupport(entered.sid, ctx.host.toLowerCase(), entered.seconds),
        clearFlowCookie("supportHandOver"),
      ],
    });
  },
});
