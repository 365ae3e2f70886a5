import { Reply, route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { setFlowCookie } from "@/lib/auth/flow-cookie";
import { beginConnect } from "@/lib/auth/identities/begin-connect";
import { listIdentities } from "@/lib/auth/identities/list-identities";
import { connectBody, ownIdentities } from "@/lib/auth/identities/schema";

const path = "/api/v1/me/identities";
const tag = "Me";

export const GET = route({
  method: "GET",
  path,
  summary: "The providers that sign you in",
  tag,
  auth: "user",
  keys: false,
  response: ownIdentities,
  handler: ({ ctx }) => listIdentities(ctx),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Begin to connect one more provider, on the root host, which alone speaks with them",
  tag,
  auth: "user",
  keys: false,
  rate: { limit: 20, windowSeconds: 3600 },
  body: connectBody,
  response: null,
  handler: async ({ ctx, body, request }) => {
    assertRootHost(request.headers.get("host") ?? "");
    return new Reply(null, { cookies: [setFlowCookie("link", await beginConnect(ctx, body))] });
  },
});
