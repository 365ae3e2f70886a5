import * as z from "zod";
import { Reply, route } from "@/lib/api/route";
import { failed } from "@/lib/api/sso-reply";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { setFlowCookie } from "@/lib/auth/flow-cookie";
import { beginFlow } from "@/lib/auth/sso/flows/begin-flow";
import { beginTest } from "@/lib/auth/sso/flows/begin-test";

const query = z.object({
  connection: z.uuid().optional(),
  test: z.string().max(100).optional(),
  to: z.string().max(253).optional(),
  next: z.string().max(2000).optional(),
  email: z.string().max(255).optional(),
});

export const GET = route({
  method: "GET",
  path: "/api/auth-flows/sso/start",
  summary: "Leave for a workspace's own identity provider",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 120, windowSeconds: 900 },
  query,
  response: null,
  handler: async ({ ctx, query: { connection, test, to, next, email } }) => {
    assertRootHost(ctx.host);
    try {
      const begun = test
        ? await beginTest(test)
        : await beginFlow({ connectionId: connection ?? "", target: to, next, email });
      return new Reply(null, {
        status: 303,
        headers: { location: begun.url, "referrer-policy": "no-referrer" },
        cookies: [setFlowCookie("sso", begun.browser)],
      });
    } catch (error) {
      return failed(ctx, error);
    }
  },
});
