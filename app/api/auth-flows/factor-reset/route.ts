import * as z from "zod";
import { route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { askFactorReset } from "@/lib/auth/mfa/lost-access/ask-factor-reset";
import { requireFlow } from "@/lib/auth/require-flow";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/factor-reset",
  summary: "Mail a link to confirm that the second step is lost",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 20, windowSeconds: 3600 },
  response: z.object({ status: z.literal("sent") }),
  handler: async ({ ctx }) => {
    assertRootHost(ctx.host);
    await askFactorReset(ctx, { token: requireFlow(ctx.cookie, "challenge") });
    return { status: "sent" as const };
  },
});
