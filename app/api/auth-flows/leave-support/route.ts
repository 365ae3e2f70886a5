import { isSupportLive } from "@/lib/access/support/is-support-live";
import { Reply, route } from "@/lib/api/route";
import { clearSupport, openSession } from "@/lib/auth/session-cookie";
import { NotFoundError } from "@/lib/core/errors";
import { adminUrl, parseHost, tenantUrl } from "@/lib/tenancy/hosts";

export const GET = route({
  method: "GET",
  path: "/api/auth-flows/leave-support",
  summary: "Put a support session's cookie away once it is over",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 60, windowSeconds: 60 },
  response: null,
  handler: async ({ ctx }) => {
    const host = parseHost(ctx.host);
    if (host.kind !== "tenant") throw new NotFoundError();
    const sid = await openSession(ctx.cookie, ctx.host.toLowerCase());
    const isLive = sid !== null && (await isSupportLive(host.slug, sid));
    // One that lives is left with the stop button only: a link from elsewhere ends nothing.
    if (isLive) return new Reply(null, { status: 303, headers: { location: tenantUrl(host.slug) } });
    return new Reply(null, {
      status: 303,
      headers: { location: adminUrl("/support?notice=over") },
      cookies: [clearSupport()],
    });
  },
});
