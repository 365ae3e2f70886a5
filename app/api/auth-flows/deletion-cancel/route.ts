import { route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { emailTokenBody } from "@/lib/auth/email-change/schema";
import { cancelDeletion } from "@/lib/lifecycle/own-account/cancel-deletion";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/deletion-cancel",
  summary: "Keep an account that is being deleted, with the mailed token",
  tag: "Sign-in",
  auth: "public",
  body: emailTokenBody,
  response: null,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    await cancelDeletion(ctx, body);
    return null;
  },
});
