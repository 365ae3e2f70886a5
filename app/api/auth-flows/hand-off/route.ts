import { noteBreakGlass } from "@/lib/access/single-sign-on/enforcement/note-break-glass";
import { route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { createHandOff } from "@/lib/auth/hand-off/create-hand-off";
import { handOffBody, urlAnswer } from "@/lib/auth/schema";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/hand-off",
  summary: "Make a single-use code that takes this session to a workspace's host",
  tag: "Sign-in",
  auth: "user",
  keys: false,
  rate: { limit: 60, windowSeconds: 60 },
  body: handOffBody,
  response: urlAnswer,
  handler: async ({ ctx, body, request }) => {
    assertRootHost(request.headers.get("host") ?? "");
    await noteBreakGlass(ctx, body.to);
    return { url: await createHandOff(ctx, body) };
  },
});
