import { route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { requestUnlock } from "@/lib/auth/lock-out/request-unlock";
import { unlockAnswer, unlockBody } from "@/lib/auth/schema";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/unlock",
  summary: "Mail a link that ends the lock of an account",
  tag: "Sign-in",
  auth: "public",
  body: unlockBody,
  response: unlockAnswer,
  status: 202,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    await requestUnlock(ctx, body);
    return { status: "sent" as const };
  },
});
