import * as z from "zod";
import { confirmFactorReset } from "@/lib/access/members/factor-resets/confirm-factor-reset";
import { route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/factor-reset/confirmation",
  summary: "Confirm by the mailed link that the second step is lost, and have it asked to be reset",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 60, windowSeconds: 3600 },
  body: z.strictObject({ token: z.string().min(1).max(200) }),
  response: z.object({ status: z.literal("asked") }),
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    await confirmFactorReset(ctx, body);
    return { status: "asked" as const };
  },
});
