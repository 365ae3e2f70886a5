import { route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { requestPasswordReset } from "@/lib/auth/password-reset/request-password-reset";
import { passwordResetAnswer, passwordResetBody } from "@/lib/auth/schema";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/password-reset",
  summary: "Mail a link to choose a new password",
  tag: "Sign-in",
  auth: "public",
  body: passwordResetBody,
  response: passwordResetAnswer,
  status: 202,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    await requestPasswordReset(ctx, body);
    return { status: "sent" as const };
  },
});
