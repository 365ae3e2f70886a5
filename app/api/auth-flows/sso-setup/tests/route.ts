import { ssoTestDto } from "@/lib/access/single-sign-on/schema";
import { setupToken } from "@/lib/access/single-sign-on/setup-links/schema";
import { startSetupTest } from "@/lib/access/single-sign-on/setup-links/start-setup-test";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sso-setup/tests",
  summary: "Prepare a test through a setup link",
  tag: "Single sign-on",
  auth: "public",
  rate: { limit: 60, windowSeconds: 900 },
  body: setupToken,
  response: ssoTestDto,
  status: 201,
  handler: ({ ctx, body }) => startSetupTest(ctx, body.token),
});
