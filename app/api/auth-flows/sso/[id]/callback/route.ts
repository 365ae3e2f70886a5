import * as z from "zod";
import { route } from "@/lib/api/route";
import { ssoReply } from "@/lib/api/sso-reply";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { readFlowCookie } from "@/lib/auth/flow-cookie";
import { receiveCode } from "@/lib/auth/sso/flows/receive-code";
import { idParams } from "@/lib/core/id-params";

const text = z.string().max(4000).optional();

export const GET = route({
  method: "GET",
  path: "/api/auth-flows/sso/{id}/callback",
  summary: "Where a workspace's OpenID Connect provider sends people back to",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 300, windowSeconds: 900 },
  params: idParams,
  query: z.object({ state: text, code: text, error: text, iss: text }),
  response: null,
  handler: async ({ ctx, params, query }) => {
    assertRootHost(ctx.host);
    return ssoReply(ctx, () =>
      receiveCode({
        connectionId: params.id,
        state: query.state ?? "",
        code: query.code ?? null,
        error: query.error ?? null,
        iss: query.iss ?? null,
        browser: readFlowCookie(ctx.cookie, "sso"),
      }),
    );
  },
});
