import { nonceState } from "@/lib/access/support/nonce-state";
import { Reply, route } from "@/lib/api/route";
import { setFlowCookie } from "@/lib/auth/flow-cookie";
import { NotFoundError } from "@/lib/core/errors";
import { newToken } from "@/lib/infra/tokens";
import { adminUrl, parseHost } from "@/lib/tenancy/hosts";

export const GET = route({
  method: "GET",
  path: "/api/auth-flows/begin-support",
  summary: "Start taking a support session over on this workspace's host",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 60, windowSeconds: 60 },
  response: null,
  handler: async ({ ctx }) => {
    if (parseHost(ctx.host).kind !== "tenant") throw new NotFoundError();
    // Without the nonce a link could put somebody else's browser into a support session.
    const nonce = newToken();
    const location = adminUrl(`/support/hand-over?state=${nonceState(nonce)}`);
    return new Reply(null, {
      status: 303,
      headers: { location },
      cookies: [setFlowCookie("supportHandOver", nonce)],
    });
  },
});
