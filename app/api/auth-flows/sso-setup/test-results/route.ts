import { ssoTestDto } from "@/lib/access/single-sign-on/schema";
import { getSetupTest } from "@/lib/access/single-sign-on/setup-links/get-setup-test";
import { setupTestQuestion } from "@/lib/access/single-sign-on/setup-links/schema";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sso-setup/test-results",
  summary: "See what came of a test of a setup link",
  tag: "Single sign-on",
  auth: "public",
  // The page asks every one and a half seconds while somebody signs in at the provider, ten minutes at most.
  rate: { limit: 600, windowSeconds: 900 },
  body: setupTestQuestion,
  response: ssoTestDto,
  handler: ({ ctx, body }) => getSetupTest(ctx, body),
});
