import { route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { enrolmentProvedAnswer, ownTotpBody } from "@/lib/auth/mfa/schema";
import { proveEnrolment } from "@/lib/auth/mfa/totp/prove-enrolment";
import { requireFlow } from "@/lib/auth/require-flow";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sign-in/totp-enrolment",
  summary: "Prove a new authenticator app with its first code and see the recovery codes",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 60, windowSeconds: 900 },
  body: ownTotpBody,
  response: enrolmentProvedAnswer,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    const token = requireFlow(ctx.cookie, "challenge");
    const { recoveryCodes } = await proveEnrolment({ token, code: body.code });
    return { recovery_codes: recoveryCodes };
  },
});
