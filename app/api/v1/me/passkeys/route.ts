import { route } from "@/lib/api/route";
import { enrolmentProvedAnswer } from "@/lib/auth/mfa/schema";
import { provePasskey } from "@/lib/auth/passkeys/prove-passkey";
import { passkeyOrigin } from "@/lib/auth/passkeys/relying-party";
import { registerPasskeyBody } from "@/lib/auth/passkeys/schema";
import { requireFlow } from "@/lib/auth/require-flow";

export const POST = route({
  method: "POST",
  path: "/api/v1/me/passkeys",
  summary: "Hand in a new passkey and see the recovery codes",
  tag: "Me",
  auth: "user",
  rate: { limit: 60, windowSeconds: 900 },
  body: registerPasskeyBody,
  response: enrolmentProvedAnswer,
  handler: async ({ ctx, body, request }) => {
    const token = requireFlow(request.headers.get("cookie"), "challenge");
    const origin = passkeyOrigin(request.headers.get("host"));
    const { recoveryCodes } = await provePasskey(ctx, { ...body, token, origin });
    return { recovery_codes: recoveryCodes };
  },
});
