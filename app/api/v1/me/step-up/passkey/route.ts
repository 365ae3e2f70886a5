import { Reply, route } from "@/lib/api/route";
import { setFlowCookie } from "@/lib/auth/flow-cookie";
import { beginPasskeyCheck } from "@/lib/auth/passkeys/begin-passkey-check";
import { passkeyOrigin } from "@/lib/auth/passkeys/relying-party";
import { passkeyOptions } from "@/lib/auth/passkeys/schema";

export const POST = route({
  method: "POST",
  path: "/api/v1/me/step-up/passkey",
  summary: "What a passkey signs to confirm that it is you",
  tag: "Me",
  auth: "user",
  rate: { limit: 60, windowSeconds: 900 },
  response: passkeyOptions,
  handler: async ({ ctx, request }) => {
    passkeyOrigin(request.headers.get("host"));
    const { token, options } = await beginPasskeyCheck({ purpose: "step_up", userId: ctx.actor.userId });
    return new Reply({ ...options }, { cookies: [setFlowCookie("passkey", token)] });
  },
});
