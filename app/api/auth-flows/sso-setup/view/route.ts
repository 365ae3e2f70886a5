import { setupToken, setupView } from "@/lib/access/single-sign-on/setup-links/schema";
import { viewSetup } from "@/lib/access/single-sign-on/setup-links/view-setup";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sso-setup/view",
  summary: "See the connection that a setup link opens",
  tag: "Single sign-on",
  auth: "public",
  rate: { limit: 300, windowSeconds: 900 },
  body: setupToken,
  response: setupView,
  handler: ({ ctx, body }) => viewSetup(ctx, body.token),
});
