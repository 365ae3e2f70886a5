import { route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { discoverBody, signInOffer } from "@/lib/auth/schema";
import { discoverSignIn } from "@/lib/auth/sign-in/discover-sign-in";
import { slugOfTarget } from "@/lib/auth/sign-in/slug-of-target";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sign-in/discover",
  summary: "Which ways to sign in an address is offered",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 300, windowSeconds: 900 },
  body: discoverBody,
  response: signInOffer,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    return discoverSignIn(body.email, await slugOfTarget(body.to));
  },
});
