import { route } from "@/lib/api/route";
import { renewRecoveryCodes } from "@/lib/auth/mfa/recovery/renew-recovery-codes";
import { recoveryCodesAnswer } from "@/lib/auth/mfa/schema";

export const POST = route({
  method: "POST",
  path: "/api/v1/me/recovery-codes",
  summary: "Make ten new recovery codes; the ones before stop working",
  tag: "Me",
  auth: "user",
  rate: { limit: 10, windowSeconds: 3600 },
  response: recoveryCodesAnswer,
  handler: async ({ ctx }) => ({ recovery_codes: await renewRecoveryCodes(ctx) }),
});
