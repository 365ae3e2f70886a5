import { stopSupportSession } from "@/lib/access/support/stop-support-session";
import { Reply, route } from "@/lib/api/route";
import { endSession } from "@/lib/auth/end-session";
import { urlAnswer } from "@/lib/auth/schema";
import { clearSession, clearSupport, hasSupportCookie, openSession } from "@/lib/auth/session-cookie";
import { adminUrl, rootUrl } from "@/lib/tenancy/hosts";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sign-out",
  summary: "Sign out on every host",
  tag: "Sign-in",
  auth: "public",
  response: urlAnswer,
  handler: async ({ ctx }) => {
    const sid = await openSession(ctx.cookie, ctx.host.toLowerCase());
    if (hasSupportCookie(ctx.cookie)) {
      // In a member's place only the support session is left: the own one goes on.
      if (sid) await stopSupportSession(ctx, sid);
      return new Reply({ url: adminUrl("/support?notice=stopped") }, { cookies: [clearSupport()] });
    }
    if (sid) await endSession(sid);
    return new Reply({ url: rootUrl("/sign-in?notice=signed_out") }, { cookies: [clearSession()] });
  },
});
