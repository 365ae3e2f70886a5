import { Reply, route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { setFlowCookie } from "@/lib/auth/flow-cookie";
import { beginPasskeyStep } from "@/lib/auth/passkeys/begin-passkey-step";
import { passkeyOptions } from "@/lib/auth/passkeys/schema";
import { requireFlow } from "@/lib/auth/require-flow";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sign-in/passkey-step/options",
  summary: "What a passkey signs as the second step of signing in",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 60, windowSeconds: 900 },
  response: passkeyOptions,
  handler: async ({ ctx }) => {
    assertRootHost(ctx.host);
    const { token, options } = await beginPasskeyStep({ token: requireFlow(ctx.cookie, "challenge") });
    return new Reply({ ...options }, { cookies: [setFlowCookie("passkey", token)] });
  },
});
