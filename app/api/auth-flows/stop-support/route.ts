import { stopSupportSession } from "@/lib/access/support/stop-support-session";
import { Reply, route } from "@/lib/api/route";
import { urlAnswer } from "@/lib/auth/schema";
import { clearSupport, hasSupportCookie, openSession } from "@/lib/auth/session-cookie";
import { adminUrl } from "@/lib/tenancy/hosts";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/stop-support",
  summary: "Stop a support session and go back to the back-office",
  tag: "Sign-in",
  auth: "public",
  response: urlAnswer,
  handler: async ({ ctx }) => {
    const sid = hasSupportCookie(ctx.cookie) ? await openSession(ctx.cookie, ctx.host.toLowerCase()) : null;
    if (sid) await stopSupportSession(ctx, sid);
    return new Reply({ url: adminUrl("/support?notice=stopped") }, { cookies: [clearSupport()] });
  },
});
