import { Reply, route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { setDevice } from "@/lib/auth/devices/device-cookie";
import { completePasswordReset } from "@/lib/auth/password-reset/complete-password-reset";
import { passwordResetCompleteBody, redirectAnswer } from "@/lib/auth/schema";
import { clearSession } from "@/lib/auth/session-cookie";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/password-reset/complete",
  summary: "Choose a new password with the mailed link",
  tag: "Sign-in",
  auth: "public",
  body: passwordResetCompleteBody,
  response: redirectAnswer,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    await completePasswordReset(ctx, body);
    return new Reply(
      { redirect_to: "/sign-in?notice=password_changed" },
      { cookies: [clearSession(), ...(ctx.device ? [setDevice(ctx.device)] : [])] },
    );
  },
});
