import { route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { emailTokenBody } from "@/lib/auth/email-change/schema";
import { undoEmailChange } from "@/lib/auth/email-change/undo-email-change";
import { redirectAnswer } from "@/lib/auth/schema";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/email-undo",
  summary: "Stop or take back a change of address, with the token mailed to the old one",
  tag: "Sign-in",
  auth: "public",
  body: emailTokenBody,
  response: redirectAnswer,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    return { redirect_to: await undoEmailChange(ctx, body) };
  },
});
