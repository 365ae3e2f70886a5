import { rotatedReply } from "@/lib/api/rotated-reply";
import { route } from "@/lib/api/route";
import { confirmEmailChange } from "@/lib/auth/email-change/confirm-email-change";
import { emailTokenBody } from "@/lib/auth/email-change/schema";

export const POST = route({
  method: "POST",
  path: "/api/v1/me/email/confirmation",
  summary: "Prove the new address with the mailed token",
  tag: "Me",
  auth: "user",
  keys: false,
  rate: { limit: 60, windowSeconds: 3600 },
  body: emailTokenBody,
  response: null,
  handler: async ({ ctx, body, request }) => rotatedReply(request, await confirmEmailChange(ctx, body)),
});
