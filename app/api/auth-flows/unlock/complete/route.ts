import { Reply, route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { setDevice } from "@/lib/auth/devices/device-cookie";
import { completeUnlock } from "@/lib/auth/lock-out/complete-unlock";
import { redirectAnswer, unlockCompleteBody } from "@/lib/auth/schema";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/unlock/complete",
  summary: "End the lock of an account with the mailed link",
  tag: "Sign-in",
  auth: "public",
  body: unlockCompleteBody,
  response: redirectAnswer,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    const email = await completeUnlock(ctx, body);
    const query = new URLSearchParams({ email, notice: "unlocked" });
    return new Reply(
      { redirect_to: `/sign-in?${query}` },
      { cookies: ctx.device ? [setDevice(ctx.device)] : [] },
    );
  },
});
