import { Reply, route } from "@/lib/api/route";
import { setFlowCookie } from "@/lib/auth/flow-cookie";
import { beginPasskey } from "@/lib/auth/passkeys/begin-passkey";
import { passkeyOrigin } from "@/lib/auth/passkeys/relying-party";
import { passkeyOptions } from "@/lib/auth/passkeys/schema";

export const POST = route({
  method: "POST",
  path: "/api/v1/me/passkeys/options",
  summary: "Begin a passkey: what the browser makes one from",
  tag: "Me",
  auth: "user",
  rate: { limit: 30, windowSeconds: 3600 },
  response: passkeyOptions,
  handler: async ({ ctx, request }) => {
    passkeyOrigin(request.headers.get("host"));
    const { token, options } = await beginPasskey(ctx);
    return new Reply({ ...options }, { cookies: [setFlowCookie("challenge", token)] });
  },
});
