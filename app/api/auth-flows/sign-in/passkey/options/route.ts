import { Reply, route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { setFlowCookie } from "@/lib/auth/flow-cookie";
import { beginPasskeyCheck } from "@/lib/auth/passkeys/begin-passkey-check";
import { passkeyOptions } from "@/lib/auth/passkeys/schema";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sign-in/passkey/options",
  summary: "What a passkey signs to sign in",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 300, windowSeconds: 900 },
  response: passkeyOptions,
  handler: async ({ ctx }) => {
    assertRootHost(ctx.host);
    const { token, options } = await beginPasskeyCheck({ purpose: "sign_in", userId: null });
    return new Reply({ ...options }, { cookies: [setFlowCookie("passkey", token)] });
  },
});
