import * as z from "zod";
import { route } from "@/lib/api/route";
import { ssoReply } from "@/lib/api/sso-reply";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { readFlowCookie } from "@/lib/auth/flow-cookie";
import { collectAssertion } from "@/lib/auth/sso/flows/collect-assertion";

export const GET = route({
  method: "GET",
  path: "/api/auth-flows/sso/complete",
  summary: "Finish a sign-in at a workspace's SAML provider",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 300, windowSeconds: 900 },
  query: z.object({ code: z.string().min(1).max(200) }),
  response: null,
  handler: async ({ ctx, query }) => {
    assertRootHost(ctx.host);
    return ssoReply(ctx, () => collectAssertion(query.code, readFlowCookie(ctx.cookie, "sso")));
  },
});
