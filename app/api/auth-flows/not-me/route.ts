import { route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { reportSignIn } from "@/lib/auth/devices/report-sign-in";
import { redirectAnswer, unlockCompleteBody } from "@/lib/auth/schema";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/not-me",
  summary: "End the session that a mail about a new sign-in named",
  tag: "Sign-in",
  auth: "public",
  body: unlockCompleteBody,
  response: redirectAnswer,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    return { redirect_to: await reportSignIn(ctx, body) };
  },
});
