import { Reply, route } from "@/lib/api/route";
import { sessionReply } from "@/lib/api/session-reply";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { setFlowCookie } from "@/lib/auth/flow-cookie";
import { signInAnswer, signInBody } from "@/lib/auth/schema";
import { openSession } from "@/lib/auth/session-cookie";
import { chooseDestination } from "@/lib/auth/sign-in/choose-destination";
import { signIn } from "@/lib/auth/sign-in/sign-in";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sign-in",
  summary: "Sign in with e-mail and password",
  tag: "Sign-in",
  auth: "public",
  body: signInBody,
  response: signInAnswer,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    const previousSid = await openSession(ctx.cookie, ctx.host.toLowerCase());
    const outcome = await signIn(ctx, { email: body.email, password: body.password, previousSid });
    if (outcome.kind !== "signed_in") {
      return new Reply(
        { status: outcome.kind, redirect_to: null },
        { cookies: [setFlowCookie("challenge", outcome.challenge)] },
      );
    }
    const { userId, session, at } = outcome;
    const { to, next } = body;
    const redirect_to = await chooseDestination({ userId, to, next, places: at?.places });
    return sessionReply(
      ctx,
      { status: "signed_in" as const, redirect_to },
      { sid: session.sid, userId, method: "password", preferences: at?.preferences },
    );
  },
});
